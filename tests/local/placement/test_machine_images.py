from __future__ import annotations

from batchdeck.local.placement.machine_images import image_of
from tests.local.batch.builders import environment
from tests.local.cloud import Cloud
from tests.local.placement.places import SURROUNDINGS


def test_the_image_that_was_chosen() -> None:
    overrides = [{"imageType": "ECS_AL2023"}, {"imageType": "x", "imageIdOverride": "ami-2"}]
    assert image_of(environment()) == ""
    assert image_of(environment(ec2Configuration=overrides)) == "ami-2"
    assert image_of(environment(imageId="ami-1", ec2Configuration=overrides)) == "ami-1"


def test_an_image_has_an_architecture_until_it_is_gone(cloud: Cloud) -> None:
    filters = [{"Name": "architecture", "Values": ["arm64"]}]
    usual = cloud.ec2.describe_images(Filters=filters)["Images"][0]["ImageId"]
    images = SURROUNDINGS.machine_images
    assert images.architecture(usual) == "arm64"
    image = cloud.ec2.register_image(Name=cloud.name("image"))["ImageId"]
    assert images.architecture(image) == ""
    cloud.ec2.deregister_image(ImageId=image)
    assert images.architecture(image) is None

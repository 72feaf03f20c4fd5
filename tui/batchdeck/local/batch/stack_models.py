"""Kinds of Batch resources that moto's CloudFormation does not know of.

It finds the subclasses of its model by their types; `install` gives them their functions.
"""

from __future__ import annotations

from moto.core.common_models import CloudFormationModel


class SchedulingPolicy(CloudFormationModel):
    """`AWS::Batch::SchedulingPolicy`."""

    @staticmethod
    def cloudformation_name_type() -> str:
        """The property that holds its name."""
        return "Name"

    @staticmethod
    def cloudformation_type() -> str:
        """Its type in templates."""
        return "AWS::Batch::SchedulingPolicy"

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        """What `Fn::GetAtt` may ask for."""
        return attr == "Arn"


class ConsumableResource(CloudFormationModel):
    """`AWS::Batch::ConsumableResource`."""

    @staticmethod
    def cloudformation_name_type() -> str:
        """The property that holds its name."""
        return "ConsumableResourceName"

    @staticmethod
    def cloudformation_type() -> str:
        """Its type in templates."""
        return "AWS::Batch::ConsumableResource"

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        """What `Fn::GetAtt` may ask for."""
        return attr == "ConsumableResourceArn"

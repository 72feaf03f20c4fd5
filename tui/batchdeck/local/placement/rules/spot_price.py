"""The price of Spot must not be above what the environment would pay."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import CAPACITY, Obstacle
from batchdeck.local.placement.reach import subnets_of
from batchdeck.local.placement.surroundings import Surroundings

SPOT_PRICE = "batchdeck:spot-price-percent"
_USUAL = 35.0
_FAILURE = (
    "Could not launch Spot Instances. SpotMaxPriceTooLow - Your Spot request price is lower "
    "than the minimum required Spot request fulfillment price. Launching EC2 instance failed."
)


def spot_price(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """`bidPercentage` of the On-Demand price, 100 unless the environment says otherwise.

    Prices are no part of the account, so the tag SPOT_PRICE on a subnet tells the price in
    its zone in percent of On-Demand; without it Spot is cheap.
    """
    if environment.kind != "SPOT":
        return None
    most = float(environment.resources.get("bidPercentage") or 100)
    subnets = subnets_of(environment, surroundings)
    prices = [_price(dict(subnet.tags).get(SPOT_PRICE, "")) for subnet in subnets]
    if not prices or min(prices) <= most:
        return None
    types = candidates(environment, demand)
    name = types[0].name if types else ""
    detail = f"Spot costs {min(prices):g} % of On-Demand, {environment.name} pays {most:g} %"
    return Obstacle(detail, CAPACITY.format(instance_type=name), _FAILURE)


def _price(tag: str) -> float:
    return float(tag) if tag.replace(".", "", 1).isdecimal() else _USUAL

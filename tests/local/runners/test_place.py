from __future__ import annotations

from batchdeck.local.runners.place import Places, SharedNetwork
from tests.local.runners.recorder import request


async def test_on_the_engines_own_network_all_are_in_one_place() -> None:
    places: Places = SharedNetwork("http://172.17.0.1:4567")
    one, other = request("one"), request("other")
    place = await places.take(one)
    assert (place.network_mode, place.endpoint) == ("bridge", "http://172.17.0.1:4567")
    assert await places.take(other) == place
    await places.give_back(one, place, clean=True)
    assert await places.take(one) == place

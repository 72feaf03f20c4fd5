"""An account screen from which a folder is shipped: built, pushed, registered, submitted.

What opens on top of it is imported when it is first asked for: the first frame does not wait.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from batchdeck.domain.resources import JobDefinition
from batchdeck.screens.acting_screen import ActingScreen

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.panes.overview import Subject

OF_FOLDER = ("folder", "dockerfile", "platform")
"""Fields that go with a folder, whatever is made of it."""


class ShipActingScreen(ActingScreen):
    """Opens the form of a shipment, then the shipment."""

    async def action_ship(self) -> None:
        """Fill in the form, look, ship, and follow the job."""
        from batchdeck.docker.engine import Engine
        from batchdeck.screens.offer import Offer, chosen
        from batchdeck.screens.ship_form import ShipFormScreen, recalled
        from batchdeck.shipping.services import Services

        if self.account is None or self._refuses_writes():
            return
        account, definitions = self.account, self.definitions.items
        queue, definition = chosen(self.subject, definitions, self.jobs.jobs)
        folder = str(Path.cwd())
        first = suggested(folder, next((d for d in definitions if d.reference == definition), None))
        last = about(await asyncio.to_thread(recalled, folder), self.subject)
        texts = {**first, **last}
        offer = Offer(
            self.queues.items,
            definitions,
            self.environments.items,
            queue,
            definition,
            texts=tuple(texts.items()),
            header=self.header.account_only,
        )
        services = Services(account, lambda: Engine.find(os.environ), reads_log=False)
        if self.is_current:  # Not twice for a key pressed twice.
            self.app.push_screen(ShipFormScreen(services, offer, self.glyphs), self._shipped)

    def _shipped(self, submitted: bool | None) -> None:
        """See what came of it."""
        self.resources.now()
        if submitted:
            self.interest.now()


def about(texts: Mapping[str, str], subject: Subject | None) -> Mapping[str, str]:
    """What was typed the last time, as far as it goes with the definition under the cursor."""
    if not isinstance(subject, JobDefinition):
        return texts
    if texts.get("definition", "").partition(":")[0] == subject.name:
        return texts
    return {field: text for field, text in texts.items() if field in OF_FOLDER}


def suggested(folder: str, definition: JobDefinition | None) -> Mapping[str, str]:
    """What is filled in where nothing was shipped from a folder before."""
    image = definition.containers[0].image if definition and definition.containers else ""
    host, _, path = image.partition("/")
    is_ours = ".dkr.ecr." in host or host.startswith("localhost:")
    repository = path.partition("@")[0].partition(":")[0] if is_ours else ""
    return {
        "folder": folder if (Path(folder) / "Dockerfile").exists() else "",
        "repository": repository,
        "tag": datetime.now(UTC).strftime("%Y%m%d-%H%M%S"),
    }

"""Step Functions: state machines really run, and their Batch tasks submit jobs here.

moto has an interpreter of the States language, but turned off, and without the step that
writes the members of a request as the service's model has them: `JobName` as `jobName`.
"""

from __future__ import annotations

from functools import cache
from typing import Any


def install() -> None:
    """Turn the interpreter on and give it that step."""
    from moto.core.config import default_user_config
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service,
    )

    _have_one_backend()
    configuration: Any = default_user_config
    configuration["stepfunctions"] = {"execute_state_machine": True}
    task: Any = state_task_service.StateTaskService

    def normalise_parameters(
        self: Any,
        parameters: dict[str, Any],
        boto_service_name: str | None = None,
        service_action_name: str | None = None,
    ) -> None:
        model = _model_for(self, boto_service_name, service_action_name)
        if model is not None and model.input_shape is not None:
            self._to_boto_request(parameters, model.input_shape)

    def normalise_response(
        self: Any,
        response: Any,
        boto_service_name: str | None = None,
        service_action_name: str | None = None,
    ) -> None:
        model = _model_for(self, boto_service_name, service_action_name)
        if model is not None and model.output_shape is not None:
            self._from_boto_response(response, model.output_shape)

    task._normalise_parameters = normalise_parameters
    task._normalise_response = normalise_response


def _have_one_backend() -> None:
    """CloudFormation makes state machines where the interpreter looks for them."""
    from moto.stepfunctions import models
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    vars(models)["stepfunctions_backends"] = stepfunctions_parser_backends


def _model_for(task: Any, service: str | None, action: str | None) -> Any:
    return operation_model(
        task._get_boto_service_name(service), task._get_boto_service_action(action)
    )


@cache
def operation_model(service: str, action: str) -> Any:
    """botocore's model of an operation in snake case; None when it knows none of that name."""
    import botocore.session
    from botocore.exceptions import UnknownServiceError

    try:
        model: Any = botocore.session.get_session().get_service_model(service)
    except UnknownServiceError:
        return None
    wanted = action.replace("_", "").lower()
    name = next((name for name in model.operation_names if name.lower() == wanted), None)
    return None if name is None else model.operation_model(name)

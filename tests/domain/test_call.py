from batchdeck.domain.call import Call, Write


def test_the_parameters_of_a_write_are_not_printed_because_they_are_not_masked() -> None:
    write = Write("batch", "SubmitJob", {"password": "hunter2"}, "aws batch submit-job ...")
    assert "hunter2" not in repr(write)
    assert "aws batch submit-job" in repr(write)


def test_a_call_counts_as_good_unless_said_otherwise() -> None:
    assert not Call(1, "batch:ListJobs", "aws batch list-jobs", 0.1, "ok").failed

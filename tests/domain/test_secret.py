from dataclasses import asdict, dataclass

from batchdeck.domain.secret import MASK, Secret

VALUE = "hunter2"


@dataclass(frozen=True)
class Holder:
    secret: Secret


def test_however_it_is_printed_the_value_does_not_show() -> None:
    secret = Secret(VALUE)
    shown = [str(secret), repr(secret), f"{secret}", f"{secret!r}"]
    shown += [repr(Holder(secret)), repr([secret]), str({"password": secret})]
    shown += [f"{secret} %s" % secret, repr(asdict(Holder(secret)))]
    assert all(VALUE not in text and MASK in text for text in shown)


def test_the_mask_does_not_tell_the_length() -> None:
    assert str(Secret("")) == str(Secret("x" * 99)) == MASK


def test_it_is_revealed_on_demand() -> None:
    assert Secret(VALUE).reveal() == VALUE


def test_equal_values_are_equal_secrets() -> None:
    assert Secret(VALUE) == Secret(VALUE) != Secret("other")
    assert Secret(VALUE) != VALUE
    assert len({Secret(VALUE), Secret(VALUE)}) == 1

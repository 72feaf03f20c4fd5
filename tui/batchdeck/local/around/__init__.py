"""What happens around Batch: the account's other services, as far as moto leaves gaps."""

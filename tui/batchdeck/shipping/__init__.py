"""From a folder to a running job: build, push, register, submit, follow."""

"""What is done after the checks; a module for each stage.

A stage is an async generator of states. Its last one tells how the stage ended; closing it
stops what it does. A write that is on its way is told by `is_sending`: who stops a shipment
waits for the answer to that.
"""

"""The paths of AWS Batch, read from botocore's model of it.

moto looks for this module beside `models` and reads these two names.
"""

from __future__ import annotations

from batchdeck.local.batch.routes import paths
from batchdeck.local.batch.wire import handle

url_bases = [r"https?://batch\.(.+)\.amazonaws.com"]
# The last is for operations newer than the model: they are refused as Batch refuses.
url_paths = {"{0}" + path: handle for path in (*paths(), "/v1/(?P<rest>.*)$")}

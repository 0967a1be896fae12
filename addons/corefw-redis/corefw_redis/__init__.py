"""Redis for corefw: the session-store port.

`corefw_redis.client` opens the connections, `corefw_redis.sessions` keeps sessions, and
`corefw_redis.addon` joins it to corefw.
"""

from corefw_redis.client import open_client, shown
from corefw_redis.sessions import RedisSessionStore
from corefw_redis.settings import RedisSettings

__all__ = ["RedisSessionStore", "RedisSettings", "open_client", "shown"]

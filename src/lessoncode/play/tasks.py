"""What a task of a page is given: an order, and a function that takes what it says meanwhile."""

from collections.abc import Callable
from typing import Any

Order = dict[str, Any]
Tell = Callable[[dict[str, Any]], None]

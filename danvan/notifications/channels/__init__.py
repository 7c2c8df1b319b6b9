"""
The ways out of the house, behind one interface.

Which are open says `settings.NOTIFICATION_CHANNELS`: name -> dotted path of a class. Nothing else connects anywhere
(R-83): mail goes to the one relay of the settings; SMS and Zalo are names only until an operator names a class.
"""

from __future__ import annotations

from danvan.notifications.channels.base import Channel, NoAddress, Outgoing, Unreachable, label, opened

__all__ = ["Channel", "NoAddress", "Outgoing", "Unreachable", "label", "opened"]

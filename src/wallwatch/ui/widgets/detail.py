"""What stands below the feed: packets, fields and network of the current alert, as far as there is room."""

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from wallwatch.model import GAP, Alert
from wallwatch.ui.companions import companions
from wallwatch.ui.desk import Desk
from wallwatch.ui.widgets.fields import Fields
from wallwatch.ui.widgets.network import REST, Network
from wallwatch.ui.widgets.packets import Packets, Selected
from wallwatch.ui.widgets.pane import Pane

if TYPE_CHECKING:
    from wallwatch.evidence.court import Companion

PaneName = Literal["packets", "fields", "network"]
PANES: Final[tuple[PaneName, ...]] = ("packets", "fields", "network")
"""The panes in the order in which Tab walks them."""


class Detail(Container):
    """The three panes. Which are in sight is the style sheet's business; one of them is the current one.

    They follow the feed one frame behind it: its cursor is painted before they are laid out.
    """

    _LEFT: ClassVar[tuple[PaneName, ...]] = ("packets", "fields")

    def __init__(self, desk: Desk, *, rest: float = REST) -> None:
        super().__init__()
        self._desk = desk
        self._rest = rest
        self._alert: Alert | None = None
        self._is_behind = False
        self._followed: tuple[int, str] | None = None
        """The alert whose network is shown, unless somebody asked for another one: that stays while this grows."""
        self.current: PaneName = "packets"

    def compose(self) -> ComposeResult:
        """Lay out packets and fields above each other, and the network beside them."""
        with Vertical(id="left"):
            yield Packets(self._desk, id="packets")
            session = self._desk.session
            yield Fields(self._companions, now=session.clock, second=session.p0f, rest=self._rest, id="fields")
        yield Network(self._desk, rest=self._rest, id="network")

    def on_mount(self) -> None:
        """Begin with the packets; the fields are those of the current one."""
        self.bring("packets")
        self.watch(self.query_one(Packets), "selected", self._show_packet)

    def show(self, alert: Alert | None) -> None:
        """Show another alert, as soon as the feed is painted or somebody turns to a pane."""
        self._alert = alert
        if not self._is_behind:
            self._is_behind = True
            self.call_after_refresh(self._catch_up)

    def _catch_up(self) -> None:
        if not self._is_behind:
            return
        self._is_behind, alert = False, self._alert
        packets, fields = self.query_one(Packets), self.query_one(Fields)
        packets.show(alert)
        if fields.alert is not alert:
            # The packet that is selected is the one of before, but it may be another alert, or judged otherwise.
            fields.show(alert, packets.selected)
        # In another store the number is another alert's.
        followed = None if alert is None else (alert.id, alert.src)
        if followed != self._followed:
            self._followed = followed
            self.query_one(Network).follow(None if alert is None or alert.proto == GAP else alert.src)

    def bring(self, name: PaneName) -> Pane:
        """Bring a pane into sight, with the alert that is to be shown, and return it."""
        self._catch_up()
        self.current = name
        self.set_class(name == "network", "-network")
        if name in self._LEFT:
            for left in self._LEFT:
                self.set_class(name == left, f"-{left}")
        return self.query_one(f"#{name}", Pane)

    def show_network(self, address: str) -> Pane:
        """Show the network of an address, and return its pane."""
        self._catch_up()
        self.query_one(Network).turn_to(address)
        return self.bring("network")

    async def _companions(self, alert: Alert) -> "tuple[Companion, ...]":
        return await companions(self._desk.session.store, alert)

    @property
    def network(self) -> Network:
        """The network pane."""
        return self.query_one(Network)

    def _show_packet(self, selected: Selected) -> None:
        self.query_one(Fields).show(self._alert, selected)

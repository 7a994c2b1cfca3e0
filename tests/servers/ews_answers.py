"""The SOAP of the Exchange Web Services server of the tests: a request read, its answer written."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from tests.servers.ews_store import Folder, Item, Store

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
_MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
_ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"
_NS = {"s": _SOAP, "t": _TYPES, "m": _MESSAGES}
_HEARTBEAT_SECONDS = 0.2


@dataclass(frozen=True)
class Request:
    operation: str
    body: Any  # the operation's element
    mailbox: str  # whose mailbox the folders are of; "" where none is named
    impersonated: str | None

    @classmethod
    def read(cls, data: bytes) -> Request:
        root = etree.fromstring(data, etree.XMLParser(huge_tree=True))
        body = root.find("s:Body", _NS)[0]  # type: ignore[index]
        mailbox = body.findtext(".//t:DistinguishedFolderId/t:Mailbox/t:EmailAddress", "", _NS)
        as_whom = root.findtext("s:Header//t:ConnectingSID/t:PrimarySmtpAddress", None, _NS)
        return cls(etree.QName(body).localname, body, mailbox, as_whom)

    @property
    def wanted(self) -> set[str]:
        return {f.get("FieldURI", "") for f in self.body.iter(f"{{{_TYPES}}}FieldURI")}

    @property
    def item_ids(self) -> list[str]:
        return [i.get("Id", "") for i in self.body.iter(f"{{{_TYPES}}}ItemId")]

    def folders(self, within: str, store: Store) -> list[Folder | None]:
        return [store.folder(e.get("Id", "")) for e in self.body.find(within, _NS)]


def answer(request: Request, store: Store) -> bytes:
    return _OPERATIONS.get(request.operation, _unknown)(request, store)


def refusal(operation: str, code: str) -> bytes:
    """The whole request is answered with an error."""
    return _response(operation, [_error(operation, code)])


def busy(seconds: float) -> bytes:
    """The SOAP fault of a throttled client."""
    return soap_fault(
        "ErrorServerBusy",
        f'<t:MessageXml xmlns:t="{_TYPES}"><t:Value Name="BackOffMilliseconds">'
        f"{int(seconds * 1000)}</t:Value></t:MessageXml>",
    )


def soap_fault(code: str, detail: str = "") -> bytes:
    return _envelope(
        f'<s:Fault><faultcode xmlns:a="{_TYPES}">a:{code}</faultcode>'
        f"<faultstring>{code}: no.</faultstring>"
        f'<detail><e:ResponseCode xmlns:e="{_ERRORS}">{code}</e:ResponseCode>'
        f'<e:Message xmlns:e="{_ERRORS}">{code}: no.</e:Message>{detail}</detail></s:Fault>'
    )


def stream(store: Store) -> Iterator[bytes]:
    """A document for every arrival since the subscription, and heartbeats between."""
    position = store.subscribed_at
    while not store.ended.is_set():
        yield _events("<m:ConnectionStatus>OK</m:ConnectionStatus>")
        with store.arrived:
            store.arrived.wait_for(partial(_grown, store, position), _HEARTBEAT_SECONDS)
        for what, item, folder in store.log[position:]:
            if what == "Create" and folder == "F-inbox":
                yield _events(_new_mail(item, folder))
        position = len(store.log)
    yield _events("<m:ConnectionStatus>Closed</m:ConnectionStatus>")


def _grown(store: Store, position: int) -> bool:
    return len(store.log) > position


def _events(inner: str) -> bytes:
    return _response("GetStreamingEvents", [_ok("GetStreamingEvents", inner)])


def _new_mail(item: str, folder: str) -> str:
    return (
        "<m:Notifications><m:Notification><t:SubscriptionId>SUB</t:SubscriptionId>"
        "<t:NewMailEvent><t:TimeStamp>2021-07-06T08:12:00Z</t:TimeStamp>"
        f'<t:ItemId Id="{item}" ChangeKey="1"/><t:ParentFolderId Id="{folder}" ChangeKey="1"/>'
        "</t:NewMailEvent></m:Notification></m:Notifications>"
    )


# --- envelopes -----------------------------------------------------------------------------------


def _envelope(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{_SOAP}"><s:Header>'
        f'<h:ServerVersionInfo xmlns:h="{_TYPES}" MajorVersion="15" MinorVersion="2" '
        'MajorBuildNumber="1748" MinorBuildNumber="10" Version="V2017_07_11"/></s:Header>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def _response(operation: str, messages: list[str]) -> bytes:
    return _envelope(
        f'<m:{operation}Response xmlns:m="{_MESSAGES}" xmlns:t="{_TYPES}"><m:ResponseMessages>'
        f"{''.join(messages)}</m:ResponseMessages></m:{operation}Response>"
    )


def _ok(operation: str, inner: str) -> str:
    name = f"m:{operation}ResponseMessage"
    return (
        f'<{name} ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>{inner}</{name}>'
    )


def _error(operation: str, code: str) -> str:
    name = f"m:{operation}ResponseMessage"
    # Exchange says these even in an error, and exchangelib counts on it.
    synced = "<m:SyncState/><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>"
    return (
        f'<{name} ResponseClass="Error"><m:MessageText>{code}: no.</m:MessageText>'
        f"<m:ResponseCode>{code}</m:ResponseCode>"
        "<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>"
        f"{synced if operation == 'SyncFolderItems' else ''}</{name}>"
    )


# --- folders and items as XML --------------------------------------------------------------------


def _folder(folder: Folder, store: Store) -> str:
    known = folder.distinguished
    distinguished = f"<t:DistinguishedFolderId>{known}</t:DistinguishedFolderId>" if known else ""
    return (
        f'<t:Folder><t:FolderId Id="{folder.id}" ChangeKey="1"/>'
        f'<t:ParentFolderId Id="{folder.parent}" ChangeKey="1"/>'
        f"<t:FolderClass>IPF.Note</t:FolderClass><t:DisplayName>{folder.name}</t:DisplayName>"
        f"<t:TotalCount>{len(store.held_in(folder.id))}</t:TotalCount>"
        f"<t:ChildFolderCount>{len(store.children(folder.id))}</t:ChildFolderCount>"
        f"{distinguished}<t:UnreadCount>0</t:UnreadCount></t:Folder>"
    )


def _item(item: Item, wanted: set[str]) -> str:
    fields: tuple[tuple[str, Callable[[], str]], ...] = (
        ("item:ParentFolderId", lambda: f'<t:ParentFolderId Id="{item.folder}" ChangeKey="1"/>'),
        ("item:Subject", lambda: _element("Subject", str(item.parsed.get("Subject", "")))),
        ("item:DateTimeReceived", lambda: _element("DateTimeReceived", _time(item.received))),
        ("item:Size", lambda: _element("Size", str(len(item.mime)))),
        ("item:DateTimeSent", lambda: _element("DateTimeSent", _time(item.received))),
        ("item:DateTimeCreated", lambda: _element("DateTimeCreated", _time(item.received))),
        ("message:ToRecipients", lambda: _people("ToRecipients", item.people("To"))),
        ("message:CcRecipients", lambda: _people("CcRecipients", item.people("Cc"))),
        ("message:From", lambda: _people("From", item.people("From"))),
        ("message:InternetMessageId", lambda: _element("InternetMessageId", item.message_id)),
        ("message:IsRead", lambda: _element("IsRead", str(item.is_read).lower())),
        ("item:TextBody", lambda: f'<t:TextBody BodyType="Text">{escape(item.text)}</t:TextBody>'),
    )
    # MimeContent comes before the id: the schema's order.
    mime = ""
    if "item:MimeContent" in wanted:
        coded = base64.b64encode(item.mime).decode()
        mime = f'<t:MimeContent CharacterSet="UTF-8">{coded}</t:MimeContent>'
    shown = "".join(write() for name, write in fields if name in wanted)
    item_id = f'<t:ItemId Id="{item.id}" ChangeKey="{item.changes}"/>'
    return f"<t:Message>{mime}{item_id}{shown}</t:Message>"


def _element(name: str, text: str) -> str:
    return f"<t:{name}>{escape(text)}</t:{name}>"


def _people(name: str, people: list[tuple[str, str]]) -> str:
    each = (
        f"<t:Mailbox>{_element('Name', who)}{_element('EmailAddress', email)}</t:Mailbox>"
        for who, email in people
    )
    return f"<t:{name}>{''.join(each)}</t:{name}>" if people else ""


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


# --- operations ----------------------------------------------------------------------------------


def _unknown(request: Request, store: Store) -> bytes:
    return refusal(request.operation, "ErrorInvalidOperation")


def _get_folder(request: Request, store: Store) -> bytes:
    messages = [
        _ok("GetFolder", f"<m:Folders>{_folder(found, store)}</m:Folders>")
        if found
        else _error("GetFolder", "ErrorFolderNotFound")
        for found in request.folders("m:FolderIds", store)
    ]
    return _response("GetFolder", messages)


def _find_folder(request: Request, store: Store) -> bytes:
    messages = []
    for parent in request.folders("m:ParentFolderIds", store):
        assert parent
        found = store.children(parent.id)
        inner = "".join(_folder(f, store) for f in found)
        messages.append(_ok("FindFolder", _page("Folders", inner, len(found), len(found))))
    return _response("FindFolder", messages)


def _create_folder(request: Request, store: Store) -> bytes:
    [parent] = request.folders("m:ParentFolderId", store)
    name = request.body.findtext(".//t:DisplayName", "", _NS)
    assert parent
    if name in {f.name for f in store.children(parent.id)}:
        return refusal("CreateFolder", "ErrorFolderExists")
    made = store.make_folder(name, parent.id)
    inner = f'<t:Folder><t:FolderId Id="{made.id}" ChangeKey="1"/></t:Folder>'
    return _response("CreateFolder", [_ok("CreateFolder", f"<m:Folders>{inner}</m:Folders>")])


def _find_item(request: Request, store: Store) -> bytes:
    [folder] = request.folders("m:ParentFolderIds", store)
    assert folder
    restriction = request.body.find("m:Restriction", _NS)
    found = [
        item
        for item in store.held_in(folder.id)
        if restriction is None or _holds(restriction[0], item)
    ]
    view = request.body.find("m:IndexedPageItemView", _NS)
    first = int(view.get("Offset"))
    last = first + min(int(view.get("MaxEntriesReturned")), store.find_page)
    inner = "".join(_item(item, request.wanted) for item in found[first:last])
    return _response("FindItem", [_ok("FindItem", _page("Items", inner, len(found), last))])


def _page(name: str, inner: str, total: int, last: int) -> str:
    whole = str(last >= total).lower()
    return (
        f'<m:RootFolder TotalItemsInView="{total}" IncludesLastItemInRange="{whole}" '
        f'IndexedPagingOffset="{min(last, total)}"><t:{name}>{inner}</t:{name}></m:RootFolder>'
    )


def _holds(condition: Any, item: Item) -> bool:
    kind = etree.QName(condition).localname
    if kind in ("And", "Or"):
        return (all if kind == "And" else any)(_holds(part, item) for part in condition)
    name = condition.find("t:FieldURI", _NS).get("FieldURI")
    wanted = condition.find(".//t:Constant", _NS).get("Value")
    values: Mapping[str, str] = {
        "message:InternetMessageId": item.message_id,
        "item:Subject": str(item.parsed.get("Subject", "")),
        "item:DateTimeSent": _time(item.received),
        "item:DateTimeReceived": _time(item.received),
    }
    comparisons: Mapping[str, Callable[[str, str], bool]] = {
        "IsEqualTo": lambda have, want: have == want,
        "IsGreaterThanOrEqualTo": lambda have, want: have >= want,
        "Contains": lambda have, want: want in have,
    }
    return comparisons[kind](values[name], wanted)


def _get_item(request: Request, store: Store) -> bytes:
    messages = []
    for item_id in request.item_ids:
        item = store.items.get(item_id)
        if item is None:
            messages.append(_error("GetItem", "ErrorItemNotFound"))
        elif item.broken and "item:MimeContent" in request.wanted:
            messages.append(_error("GetItem", item.broken))
        else:
            inner = f"<m:Items>{_item(item, request.wanted)}</m:Items>"
            messages.append(_ok("GetItem", inner))
    return _response("GetItem", messages)


def _sync(request: Request, store: Store) -> bytes:
    [folder] = request.folders("m:SyncFolderId", store)
    assert folder
    try:
        state = request.body.findtext("m:SyncState", "", _NS)
        position = int(base64.b64decode(state, validate=True) or b"0")
    except (binascii.Error, ValueError):
        return refusal("SyncFolderItems", "ErrorInvalidSyncStateData")
    changes = "".join(
        _change(what, item, request, store)
        for what, item in store.changes_since(position, folder.id)
    )
    reached = min(position + store.sync_page, len(store.log))
    inner = (
        f"<m:SyncState>{base64.b64encode(str(reached).encode()).decode()}</m:SyncState>"
        f"<m:IncludesLastItemInRange>{str(reached == len(store.log)).lower()}"
        f"</m:IncludesLastItemInRange><m:Changes>{changes}</m:Changes>"
    )
    return _response("SyncFolderItems", [_ok("SyncFolderItems", inner)])


def _change(what: str, item_id: str, request: Request, store: Store) -> str:
    item = store.items.get(item_id)
    bare = f'<t:ItemId Id="{item_id}" ChangeKey="1"/>'
    if what == "Delete":
        return f"<t:Delete>{bare}</t:Delete>"
    if item is None:
        return ""  # it came and went
    if what == "ReadFlagChange":
        return f"<t:{what}>{bare}<t:IsRead>{str(item.is_read).lower()}</t:IsRead></t:{what}>"
    return f"<t:{what}>{_item(item, request.wanted)}</t:{what}>"


def _move_item(request: Request, store: Store) -> bytes:
    [to] = request.folders("m:ToFolderId", store)
    messages = []
    for item_id in request.item_ids:
        item = store.items.get(item_id)
        if item is None or to is None:
            code = "ErrorItemNotFound" if to else "ErrorToFolderNotFound"
            messages.append(_error("MoveItem", code))
            continue
        moved = store.move(item, to.id)
        inner = f'<t:Message><t:ItemId Id="{moved.id}" ChangeKey="1"/></t:Message>'
        messages.append(_ok("MoveItem", f"<m:Items>{inner}</m:Items>"))
    return _response("MoveItem", messages)


def _create_item(request: Request, store: Store) -> bytes:
    disposition = request.body.get("MessageDisposition")
    assert disposition in ("SendAndSaveCopy", "SendOnly", "SaveOnly")
    hidden = [e.text for e in request.body.iterfind(".//t:EmailAddress", _NS) if _is_hidden(e)]
    [folder] = request.folders("m:SavedItemFolderId", store)
    assert folder
    mime = base64.b64decode(request.body.findtext(".//t:MimeContent", "", _NS))
    if disposition == "SaveOnly":
        kept = store.deliver(mime, folder=folder.id)
        inner = f'<t:Message><t:ItemId Id="{kept.id}" ChangeKey="1"/></t:Message>'
        return _response("CreateItem", [_ok("CreateItem", f"<m:Items>{inner}</m:Items>")])
    store.submit(mime, hidden, folder.id if disposition == "SendAndSaveCopy" else None)
    return _response("CreateItem", [_ok("CreateItem", "<m:Items/>")])


def _is_hidden(address: Any) -> bool:
    return any(etree.QName(a).localname == "BccRecipients" for a in address.iterancestors())


def _subscribe(request: Request, store: Store) -> bytes:
    store.subscribed_at = len(store.log)
    inner = "<m:SubscriptionId>SUB</m:SubscriptionId>"
    return _response("Subscribe", [_ok("Subscribe", inner)])


def _unsubscribe(request: Request, store: Store) -> bytes:
    return _response("Unsubscribe", [_ok("Unsubscribe", "")])


_OPERATIONS: Mapping[str, Callable[[Request, Store], bytes]] = {
    "GetFolder": _get_folder,
    "FindFolder": _find_folder,
    "CreateFolder": _create_folder,
    "FindItem": _find_item,
    "GetItem": _get_item,
    "SyncFolderItems": _sync,
    "MoveItem": _move_item,
    "CreateItem": _create_item,
    "Subscribe": _subscribe,
    "Unsubscribe": _unsubscribe,
}

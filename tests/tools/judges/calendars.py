#!/usr/bin/env python3
"""Calendars by the package icalendar: one line a file, `ok FILE` or `FAIL FILE: why`. Exit 1 when a file fails.

The package reads leniently, so what RFC 5545 asks for is asked here of what it read: lines of at most 75 octets that
end with CRLF, whole characters on each, the properties that a calendar and an event must have, each UID once, an end
after the begin, alarms that an event carries; and what it writes again must say the same.
"""
import datetime
import sys

from icalendar import Calendar


def faults(data):
    if not data.endswith(b"\r\n") or b"\n" in data.replace(b"\r\n", b"") or b"\r" in data.replace(b"\r\n", b""):
        yield "a line does not end with CRLF"
    for number, line in enumerate(data.split(b"\r\n"), 1):
        if len(line) > 75:
            yield f"line {number} has {len(line)} octets"
        try:
            line.decode()
        except UnicodeDecodeError:
            yield f"line {number} breaks inside a character"
    calendar = Calendar.from_ical(data)
    for component in calendar.walk():
        for name, reason in component.errors:
            yield f"{component.name} {name}: {reason}"
    for name in ("VERSION", "PRODID"):
        if name not in calendar:
            yield f"no {name}"
    events, seen = calendar.walk("VEVENT"), set()
    if not events:
        yield "no event"
    for event in events:
        missing = [name for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY") if name not in event]
        if missing:
            yield f"an event without {missing}"
            continue
        uid, first, end = str(event["UID"]), event.decoded("DTSTART"), event.decoded("DTEND")
        if uid in seen:
            yield f"{uid} stands twice"
        seen.add(uid)
        if type(first) is not datetime.date or type(end) is not datetime.date or end <= first:
            yield f"{uid}: {first} to {end}"
        for alarm in event.walk("VALARM"):
            if str(alarm.get("ACTION")) != "DISPLAY" or "TRIGGER" not in alarm or "DESCRIPTION" not in alarm:
                yield f"{uid}: an alarm that cannot ring"
    again = Calendar.from_ical(calendar.to_ical())
    if again.to_ical() != calendar.to_ical() or len(again.walk("VEVENT")) != len(events):
        yield "written again it says something else"


def main(paths):
    failed = False
    for path in paths:
        with open(path, "rb") as file:
            data = file.read()
        try:
            found = list(faults(data))
        except ValueError as error:
            found = [str(error)]
        failed |= bool(found)
        print(f"FAIL {path}: {'; '.join(found)}" if found else f"ok {path}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

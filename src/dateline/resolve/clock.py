"""Times of day as ISO 8601 has them."""

from __future__ import annotations

from dateline.resolve.time_words import lists


def clock_in(parts: dict[str, str]) -> str | None:
    """The time or part of the day that an expression has."""
    if "tod" in parts or "hours" in parts:
        return clock_of(parts)
    daypart = parts.get("daypart")
    parts_of_day = {**lists()["daypart"], **lists()["twilight"]}
    return f"T{parts_of_day[daypart]}" if daypart else None


def clock_of(parts: dict[str, str]) -> str | None:
    """A time of day as ISO 8601 has it: "6 p.m." is ``T18:00``, "noon" ``T12:00``."""
    if "hours" in parts:
        digits = parts["int"]
        if len(digits) != 4 or int(digits[:2]) > 24 or int(digits[2:]) > 59:
            return None
        return f"T{digits[:2]}:{digits[2:]}"
    text = parts["tod"]
    named = {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}
    if text.split()[0] in named:
        return named[text.split()[0]]
    head = text.replace("o'clock", " ").split()[0].replace(".", ":", 1)
    small = {**lists()["ones"], **lists()["teens"]}
    figures = head.rstrip("apm:").split(":")
    if figures[0] in small:
        figures = [str(small[figures[0]])]
    if not all(figure.isdigit() for figure in figures):
        return None
    hour, minute = int(figures[0]), int(figures[1]) if len(figures) > 1 else 0
    later = any(mark in text for mark in ("pm", "p.m", "p. m", "afternoon", "at night"))
    early = any(mark in text for mark in ("am", "a.m", "a. m", "morning"))
    later = later or (not early and parts.get("daypart") in {"afternoon", "evening", "night"})
    if later and hour < 12:
        hour += 12
    elif hour == 12 and early:
        hour = 0
    return f"T{hour:02}:{minute:02}" if hour <= 24 and minute <= 59 else None

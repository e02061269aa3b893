"""The times of a session as text, in the session's time zone and in the language of a page or report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from babel.dates import format_date, format_time, get_datetime_format

from ...core.model import Session
from ...services import session_time
from ...services.language_tags import locale_of


@dataclass(frozen=True)
class LocalTimes:
    """The functions with which the templates write times in the session's time zone.

    `lang`: the language of the page or report. The day of the session is the day of its start time. `recorded_at`: the
    time whose day is used for a session without a start time.
    """

    session: Session
    lang: str
    recorded_at: str | None = None

    def date(self) -> str | None:
        """Return the day of the session ("14 April 2021" in English), or None if the day is unknown."""
        return self._day(self._local(self._day_at)) if self._day_at else None

    def time(self, at: str) -> str:
        """Return the time of day, such as "20:47". If the time is not on the day of the session, add the day."""
        moment = self._local(at)
        time: str = format_time(moment, "HH:mm", locale=self._locale)
        return time if self._day(moment) == self.date() else self.date_and_time(at)

    def date_and_time(self, at: str) -> str:
        """Return the day and the time of day, such as "14 April 2021, 20:47"."""
        moment = self._local(at)
        pattern = str(get_datetime_format("medium", locale=self._locale)).replace("'", "")
        return pattern.format(format_time(moment, "HH:mm", locale=self._locale), self._day(moment))

    def time_and_zone(self, at: str) -> str:
        """Return the time of day with the offset from UTC, such as "20:47 (UTC−05:00)". Add the day if `time` does."""
        return f"{self.time(at)} ({session_time.utc_offset(self._local(at))})"

    def zone(self) -> str:
        """Return the session's zone, such as "Europe/Paris (UTC+01:00)".

        If the zone has no name, return the offset alone.
        """
        name = session_time.zone_name(self.session)
        offset = session_time.utc_offset(self._local(self._day_at)) if self._day_at else name
        return f"{name} ({offset})" if "/" in name and self._day_at else offset

    @property
    def _day_at(self) -> str | None:
        return self.session.definition.get("starts") or self.recorded_at

    @property
    def _locale(self) -> Locale:
        return locale_of("en-GB" if self.lang == "en" else self.lang)

    def _local(self, at: str) -> datetime:
        return session_time.local(at, session_time.zone_name(self.session))

    def _day(self, moment: datetime) -> str:
        text: str = format_date(moment, "long", locale=self._locale)
        return text

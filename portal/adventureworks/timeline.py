"""The data set ends in November 2013; here its dates move by whole years to end now.

Moved to this year, orders of the current month may lie after today, and nobody can have placed those yet. They are
spread over the working days of the month that are past, today included, in their own order. A month therefore keeps
exactly its figures; only days inside the current month differ. What follows an order (shipping, paying) keeps its
distance from it, and has not happened as long as its day is after today.
"""

from dataclasses import replace
from datetime import date, timedelta

from portal.lib.dates import is_working_day, month_start

from .orders import orders

NEWEST_MONTH = date(2013, 11, 1)


def shift_years(newest_month, today):
    """The most whole years by which newest_month may move without passing today's month. May be below zero."""
    years = today.year - newest_month.year
    return years if newest_month.month <= today.month else years - 1


def shift_day(day, years):
    """The same day `years` later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def shifted(order, years):
    """The order with its three dates moved by whole years."""
    return replace(
        order,
        order_date=shift_day(order.order_date, years),
        due_date=shift_day(order.due_date, years),
        ship_date=shift_day(order.ship_date, years),
    )


def orders_until(today):
    """Yield every order moved to end in today's month or, in other months than November, in the last November.

    By date, then number; none is after today."""
    years, waiting = shift_years(NEWEST_MONTH, today), []
    for order in orders():
        order = shifted(order, years)
        if order.order_date < month_start(today):
            yield order
        else:
            waiting.append(order)
    yield from sorted(_brought_back(waiting, today), key=lambda order: (order.order_date, order.number))


def _brought_back(waiting, today):
    future = [order for order in waiting if order.order_date > today]
    past_days = (month_start(today) + timedelta(days=n) for n in range(today.day))
    working_days = [day for day in past_days if is_working_day(day)] or [today]
    for order in waiting:
        if order.order_date <= today:
            yield order
    for place, order in enumerate(future):
        yield moved_to(order, working_days[place * len(working_days) // len(future)])


def moved_to(order, day):
    """The order placed on another day; due and shipped as many days later as before."""
    distance = day - order.order_date
    return replace(order, order_date=day, due_date=order.due_date + distance, ship_date=order.ship_date + distance)

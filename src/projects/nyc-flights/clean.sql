-- Every scheduled flight, with the reason why it cannot be learned from; NULL keeps it.
-- All clocks in New York: `scheduled` and `departed` are local, `*_utc` are UTC.
SELECT
  strftime(make_date(year, month, day), '%Y-%m-%d') || '-' || carrier || '-' || flight || '-' || origin AS id,
  make_timestamp(year, month, day, hour, minute, 0.0) AS scheduled,
  time_hour + to_minutes(minute) AS scheduled_utc,
  time_hour + to_minutes(minute + dep_delay) AS departed_utc,
  year, month, day, hour, minute,
  sched_dep_time, dep_time, dep_delay, sched_arr_time, arr_time, arr_delay, air_time,
  carrier, flight, tailnum, origin, dest, distance,
  CASE
    WHEN dep_time IS NULL THEN 'cancelled: it never left'
    WHEN arr_delay IS NULL THEN 'diverted: no arrival at its destination'
  END AS removal_reason
FROM flights

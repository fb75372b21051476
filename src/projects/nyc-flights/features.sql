-- One row per flight that left, as it was known at the minute of its departure.
-- Assay puts the rows in the order of time, then id.
WITH

-- Planned minutes from gate to gate: both clocks moved to UTC. Four airports in the Caribbean are not in `airports`
-- and keep Atlantic time. Places without summer time are an hour off while New York has it.
planned AS (
  SELECT
    checked.*,
    checked.rowid AS number,
    scheduled::DATE AS scheduled_date,
    (scheduled_utc - scheduled) = INTERVAL 4 HOUR AS summer_time,
    coalesce(airports.tz, -4) - (CASE WHEN coalesce(airports.dst, 'N') = 'N' AND summer_time THEN 1 ELSE 0 END)
      AS destination_zone,
    ((sched_arr_time // 100 * 60 + sched_arr_time % 100) - (sched_dep_time // 100 * 60 + sched_dep_time % 100)
      - 60 * (destination_zone + 5) + 2880) % 1440 AS scheduled_duration,
    -- Time since the year began (UTC).
    date_diff('minute', TIMESTAMP '2013-01-01', scheduled_utc)::INTEGER AS scheduled_minute,
    date_diff('minute', TIMESTAMP '2013-01-01', departed_utc)::INTEGER AS departed_minute,
    departed_minute // 10 AS departed_slot,
    departed_minute // 60 AS departed_hour,
    departed_minute // 1440 AS departed_day,
    airports.lat AS destination_latitude,
    airports.lon AS destination_longitude,
    airports.alt AS destination_altitude
  FROM checked
  LEFT JOIN airports ON airports.faa = checked.dest
),

-- What became known, and when: a departure tells its delay when it leaves, an arrival tells its delay when it lands.
-- Moments are gathered in slots of ten minutes and in days (UTC); a slot or day tells those after it, never itself.
moments AS (
  SELECT
    departed_slot AS slot, departed_day AS day, origin, dest, carrier, flight,
    dep_delay::DOUBLE AS departure_delay, NULL::DOUBLE AS arrival_delay
  FROM planned
  WHERE dep_time IS NOT NULL
  UNION ALL
  SELECT landed_minute // 10, landed_minute // 1440, origin, dest, carrier, flight, NULL, arr_delay
  FROM (SELECT *, departed_minute + scheduled_duration + arr_delay - dep_delay AS landed_minute FROM planned)
  WHERE arr_delay IS NOT NULL
),

airport_slots AS (
  SELECT
    origin, slot + ahead AS slot,
    sum(left_now) FILTER (ahead <= 6) AS airport_departures_1h,
    sum(departure_delay) FILTER (ahead <= 6) / nullif(airport_departures_1h, 0) AS airport_departure_delay_1h,
    max(worst) FILTER (ahead <= 6) AS airport_worst_departure_delay_1h,
    sum(late) FILTER (ahead <= 6) / nullif(airport_departures_1h, 0) AS airport_late_share_1h,
    sum(left_now) AS airport_departures_3h,
    sum(departure_delay) / nullif(airport_departures_3h, 0) AS airport_departure_delay_3h,
    sum(arrival_delay) / nullif(sum(landed_now), 0) AS airport_arrival_delay_3h
  FROM (
    SELECT
      origin, slot, sum(departure_delay) AS departure_delay, sum(arrival_delay) AS arrival_delay,
      count(departure_delay)::DOUBLE AS left_now, count(arrival_delay)::DOUBLE AS landed_now,
      max(departure_delay) AS worst, count_if(departure_delay > 15)::DOUBLE AS late
    FROM moments GROUP BY origin, slot
  ), range(1, 19) AS later(ahead)
  GROUP BY origin, slot + ahead
),

city_slots AS (
  SELECT
    slot + ahead AS slot,
    sum(departure_delay) FILTER (ahead <= 6) / nullif(sum(left_now) FILTER (ahead <= 6), 0) AS city_departure_delay_1h,
    sum(arrival_delay) / nullif(sum(landed_now), 0) AS city_arrival_delay_3h
  FROM (
    SELECT
      slot, sum(departure_delay) AS departure_delay, sum(arrival_delay) AS arrival_delay,
      count(departure_delay)::DOUBLE AS left_now, count(arrival_delay)::DOUBLE AS landed_now
    FROM moments GROUP BY slot
  ), range(1, 19) AS later(ahead)
  GROUP BY slot + ahead
),

carrier_hours AS (
  SELECT
    carrier, hour + ahead AS hour,
    sum(departure_delay) FILTER (ahead <= 3) / nullif(sum(left_now) FILTER (ahead <= 3), 0) AS carrier_departure_delay_3h,
    sum(arrival_delay) / nullif(sum(landed_now), 0) AS carrier_arrival_delay_1d
  FROM (
    SELECT
      carrier, slot // 6 AS hour, sum(departure_delay) AS departure_delay, sum(arrival_delay) AS arrival_delay,
      count(departure_delay)::DOUBLE AS left_now, count(arrival_delay)::DOUBLE AS landed_now
    FROM moments GROUP BY ALL
  ), range(1, 25) AS later(ahead)
  GROUP BY carrier, hour + ahead
),

destination_hours AS (
  SELECT
    dest, hour + ahead AS hour, sum(arrival_delay) / nullif(sum(landed_now), 0) AS destination_arrival_delay_6h
  FROM (
    SELECT dest, slot // 6 AS hour, sum(arrival_delay) AS arrival_delay, count(arrival_delay)::DOUBLE AS landed_now
    FROM moments WHERE arrival_delay IS NOT NULL GROUP BY ALL
  ), range(1, 7) AS later(ahead)
  GROUP BY dest, hour + ahead
),

carrier_days AS (
  SELECT carrier, day, sum(total) OVER before / nullif(sum(landed) OVER before, 0) AS carrier_arrival_delay_28d
  FROM (
    SELECT carrier, day, sum(arrival_delay) AS total, count(arrival_delay)::DOUBLE AS landed FROM moments GROUP BY ALL
  )
  WINDOW before AS (PARTITION BY carrier ORDER BY day RANGE BETWEEN 28 PRECEDING AND 1 PRECEDING)
),

destination_days AS (
  SELECT dest, day, sum(total) OVER before / nullif(sum(landed) OVER before, 0) AS destination_arrival_delay_28d
  FROM (
    SELECT dest, day, sum(arrival_delay) AS total, count(arrival_delay)::DOUBLE AS landed FROM moments GROUP BY ALL
  )
  WINDOW before AS (PARTITION BY dest ORDER BY day RANGE BETWEEN 28 PRECEDING AND 1 PRECEDING)
),

route_days AS (
  SELECT
    origin, dest, day,
    sum(total) OVER week / nullif(sum(landed) OVER week, 0) AS route_arrival_delay_7d,
    sum(total) OVER month / nullif(sum(landed) OVER month, 0) AS route_arrival_delay_28d,
    coalesce(sum(landed) OVER month, 0) AS route_arrivals_28d
  FROM (
    SELECT origin, dest, day, sum(arrival_delay) AS total, count(arrival_delay)::DOUBLE AS landed
    FROM moments GROUP BY ALL
  )
  WINDOW
    week AS (PARTITION BY origin, dest ORDER BY day RANGE BETWEEN 7 PRECEDING AND 1 PRECEDING),
    month AS (PARTITION BY origin, dest ORDER BY day RANGE BETWEEN 28 PRECEDING AND 1 PRECEDING)
),

flight_days AS (
  SELECT
    carrier, flight, day,
    sum(total) OVER before / nullif(sum(landed) OVER before, 0) AS flight_arrival_delay_28d,
    coalesce(sum(landed) OVER before, 0) AS flight_arrivals_28d
  FROM (
    SELECT carrier, flight, day, sum(arrival_delay) AS total, count(arrival_delay)::DOUBLE AS landed
    FROM moments GROUP BY ALL
  )
  WINDOW before AS (PARTITION BY carrier, flight ORDER BY day RANGE BETWEEN 28 PRECEDING AND 1 PRECEDING)
),

-- The plane's earlier departures from New York on the same day.
rotations AS (
  SELECT
    number,
    count(*) OVER today AS plane_departures_today,
    last_value(dep_delay) OVER today AS plane_last_departure_delay,
    (departed_minute - max(departed_minute) OVER today) / 60 AS plane_hours_since_departure
  FROM planned
  WHERE dep_time IS NOT NULL AND tailnum IS NOT NULL
  WINDOW today AS (
    PARTITION BY tailnum, scheduled_date ORDER BY departed_minute
    RANGE BETWEEN 1440 PRECEDING AND 1 PRECEDING
  )
),

-- The timetable is published in advance, so it may look ahead.
airport_hours AS (
  SELECT origin, scheduled_date, hour, count(*)::INTEGER AS airport_planned_this_hour FROM planned GROUP BY ALL
),
airport_days AS (
  SELECT origin, scheduled_date, sum(airport_planned_this_hour)::INTEGER AS airport_planned_today
  FROM airport_hours GROUP BY ALL
),
airport_plans AS (
  SELECT
    origin, scheduled_slot + distance AS slot,
    coalesce(sum(flights) FILTER (distance > 0), 0)::INTEGER AS airport_planned_1h_before,
    coalesce(sum(flights) FILTER (distance < 0), 0)::INTEGER AS airport_planned_1h_after
  FROM (SELECT origin, scheduled_minute // 10 AS scheduled_slot, count(*) AS flights FROM planned GROUP BY ALL),
    range(-6, 7) AS around(distance)
  GROUP BY ALL
),
destination_plans AS (
  SELECT dest, scheduled_date, hour, count(*)::INTEGER AS destination_planned_this_hour FROM planned GROUP BY ALL
),
carrier_plans AS (
  SELECT carrier, origin, scheduled_date, count(*)::INTEGER AS carrier_planned_today FROM planned GROUP BY ALL
),

-- Flights of the day that should have left by now and have not, at the end of the slot before.
queues AS (
  SELECT
    origin, scheduled_date, slot,
    sum(sum(waiting)) OVER (
      PARTITION BY origin, scheduled_date ORDER BY slot ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )::INTEGER AS airport_waiting
  FROM (
    SELECT origin, scheduled_date, scheduled_minute // 10 AS slot, 1 AS waiting FROM planned
    UNION ALL
    SELECT origin, scheduled_date, departed_slot, -1 FROM planned WHERE dep_time IS NOT NULL
  )
  GROUP BY origin, scheduled_date, slot
),

-- An hour's weather counts as known when the hour is over, until the next observation is.
sky AS (
  SELECT
    unnest(range(known, lead(known, 1, 9000) OVER (PARTITION BY origin ORDER BY known))) AS known_hour,
    * EXCLUDE (known)
  FROM (
    SELECT
      date_diff('hour', TIMESTAMP '2013-01-01', time_hour)::INTEGER + 1 AS known,
      * EXCLUDE (year, month, day, hour, time_hour)
    FROM weather
  )
),

holidays AS (
  SELECT unnest([
    DATE '2013-01-01', DATE '2013-01-21', DATE '2013-02-18', DATE '2013-05-27', DATE '2013-07-04', DATE '2013-09-02',
    DATE '2013-10-14', DATE '2013-11-11', DATE '2013-11-28', DATE '2013-12-25'
  ]) AS holiday
),
calendar AS (
  SELECT
    date,
    strftime(date, '%Y-%m-%d') AS flight_day,
    dayname(date) AS weekday,
    (isodow(date) >= 6)::INTEGER AS weekend,
    monthname(date) AS month,
    sin(2 * pi() * dayofyear(date) / 365) AS season_sin,
    cos(2 * pi() * dayofyear(date) / 365) AS season_cos,
    min(abs(date_diff('day', date, holidays.holiday))) AS distance_to_holiday
  FROM (SELECT DISTINCT scheduled_date AS date FROM planned), holidays
  GROUP BY date
),

carriers AS (
  SELECT carrier, trim(regexp_replace(name, ' (Inc\.|Co\.|Corporation|Airlines Inc\.)$', '')) AS name FROM airlines
)

SELECT
  planned.id,
  planned.arr_delay AS arrival_delay,
  planned.scheduled AS scheduled_departure,
  calendar.flight_day,

  -- the flight itself
  planned.dep_delay AS departure_delay,
  (planned.dep_delay > 15)::INTEGER AS departed_late,
  planned.scheduled_duration,
  planned.distance,
  planned.distance / nullif(planned.scheduled_duration, 0) * 60 AS scheduled_speed,
  planned.scheduled_duration - planned.distance / 7.5 AS schedule_slack,

  -- time
  planned.hour + planned.minute / 60 AS scheduled_hour,
  sin(2 * pi() * (planned.hour + planned.minute / 60) / 24) AS scheduled_hour_sin,
  cos(2 * pi() * (planned.hour + planned.minute / 60) / 24) AS scheduled_hour_cos,
  (planned.sched_arr_time // 100) + (planned.sched_arr_time % 100) / 60 AS scheduled_arrival_hour,
  CASE
    WHEN planned.hour < 9 THEN 'early morning' WHEN planned.hour < 12 THEN 'late morning'
    WHEN planned.hour < 17 THEN 'afternoon' ELSE 'evening'
  END AS day_part,

  -- calendar
  calendar.weekday,
  calendar.weekend,
  calendar.month,
  calendar.season_sin,
  calendar.season_cos,
  (calendar.distance_to_holiday = 0)::INTEGER AS holiday,
  (calendar.distance_to_holiday <= 2)::INTEGER AS near_holiday,
  least(calendar.distance_to_holiday, 14) AS days_to_holiday,

  -- route
  planned.origin,
  planned.dest,
  planned.destination_zone,
  planned.destination_latitude,
  planned.destination_longitude,
  planned.destination_altitude,

  -- carrier and plane
  coalesce(carriers.name, planned.carrier) AS carrier,
  planes.seats AS plane_seats,
  2013 - planes.year AS plane_age,
  planes.engines AS plane_engines,
  planes.engine AS plane_engine,
  CASE
    WHEN planes.manufacturer LIKE 'AIRBUS%' THEN 'Airbus' WHEN planes.manufacturer LIKE 'MCDONNELL%' THEN 'McDonnell Douglas'
    WHEN planes.manufacturer = 'BOEING' THEN 'Boeing' WHEN planes.manufacturer LIKE 'BOMBARDIER%' THEN 'Bombardier'
    WHEN planes.manufacturer = 'EMBRAER' THEN 'Embraer' WHEN planes.manufacturer IS NOT NULL THEN 'other'
  END AS plane_maker,
  (planes.tailnum IS NULL)::INTEGER AS plane_unknown,

  -- weather at the airport
  sky.temp AS temperature,
  sky.temp - sky.dewp AS dew_point_spread,
  sky.humid AS humidity,
  sky.wind_speed,
  sky.wind_gust,
  sky.wind_speed * sin(radians(sky.wind_dir)) AS wind_east,
  sky.wind_speed * cos(radians(sky.wind_dir)) AS wind_north,
  sky.precip AS precipitation,
  sky.pressure,
  sky.visib AS visibility,
  (sky.temp <= 34 AND sky.precip > 0)::INTEGER AS freezing_precipitation,

  -- congestion
  airport_hours.airport_planned_this_hour,
  airport_days.airport_planned_today,
  airport_plans.airport_planned_1h_before,
  airport_plans.airport_planned_1h_after,
  destination_plans.destination_planned_this_hour,
  carrier_plans.carrier_planned_today,
  coalesce(queues.airport_waiting, 0) AS airport_waiting,
  coalesce(airport_slots.airport_departures_1h, 0) AS airport_departures_1h,
  airport_slots.airport_departure_delay_1h,
  airport_slots.airport_worst_departure_delay_1h,
  airport_slots.airport_late_share_1h,
  coalesce(airport_slots.airport_departures_3h, 0) AS airport_departures_3h,
  airport_slots.airport_departure_delay_3h,
  city_slots.city_departure_delay_1h,
  carrier_hours.carrier_departure_delay_3h,

  -- history
  airport_slots.airport_arrival_delay_3h,
  city_slots.city_arrival_delay_3h,
  carrier_hours.carrier_arrival_delay_1d,
  carrier_days.carrier_arrival_delay_28d,
  destination_hours.destination_arrival_delay_6h,
  destination_days.destination_arrival_delay_28d,
  route_days.route_arrival_delay_7d,
  route_days.route_arrival_delay_28d,
  route_days.route_arrivals_28d,
  flight_days.flight_arrival_delay_28d,
  flight_days.flight_arrivals_28d,
  coalesce(rotations.plane_departures_today, 0) AS plane_departures_today,
  rotations.plane_last_departure_delay,
  rotations.plane_hours_since_departure

FROM planned
LEFT JOIN airport_slots ON airport_slots.origin = planned.origin AND airport_slots.slot = planned.departed_slot
LEFT JOIN city_slots ON city_slots.slot = planned.departed_slot
LEFT JOIN carrier_hours ON carrier_hours.carrier = planned.carrier AND carrier_hours.hour = planned.departed_hour
LEFT JOIN destination_hours ON destination_hours.dest = planned.dest AND destination_hours.hour = planned.departed_hour
LEFT JOIN carrier_days ON carrier_days.carrier = planned.carrier AND carrier_days.day = planned.departed_day
LEFT JOIN destination_days ON destination_days.dest = planned.dest AND destination_days.day = planned.departed_day
LEFT JOIN route_days
  ON route_days.origin = planned.origin AND route_days.dest = planned.dest AND route_days.day = planned.departed_day
LEFT JOIN flight_days
  ON flight_days.carrier = planned.carrier AND flight_days.flight = planned.flight
  AND flight_days.day = planned.departed_day
LEFT JOIN airport_hours ON airport_hours.origin = planned.origin AND airport_hours.scheduled_date = planned.scheduled_date
  AND airport_hours.hour = planned.hour
LEFT JOIN airport_days ON airport_days.origin = planned.origin AND airport_days.scheduled_date = planned.scheduled_date
LEFT JOIN airport_plans ON airport_plans.origin = planned.origin AND airport_plans.slot = planned.scheduled_minute // 10
LEFT JOIN destination_plans
  ON destination_plans.dest = planned.dest AND destination_plans.scheduled_date = planned.scheduled_date
  AND destination_plans.hour = planned.hour
LEFT JOIN carrier_plans
  ON carrier_plans.carrier = planned.carrier AND carrier_plans.origin = planned.origin
  AND carrier_plans.scheduled_date = planned.scheduled_date
LEFT JOIN queues
  ON queues.origin = planned.origin AND queues.scheduled_date = planned.scheduled_date AND queues.slot = planned.departed_slot
LEFT JOIN calendar ON calendar.date = planned.scheduled_date
LEFT JOIN rotations ON rotations.number = planned.number
LEFT JOIN carriers ON carriers.carrier = planned.carrier
LEFT JOIN planes ON planes.tailnum = planned.tailnum
LEFT JOIN sky ON sky.origin = planned.origin AND sky.known_hour = planned.departed_hour
WHERE planned.removal_reason IS NULL

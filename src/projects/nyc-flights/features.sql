-- One row per flight that left, as it was known at the minute of its departure.
WITH

-- Planned minutes from gate to gate: both clocks moved to UTC. Four airports in the Caribbean are not in `airports`
-- and keep Atlantic time. Places without summer time are an hour off while New York has it.
planned AS (
  SELECT
    checked.*,
    (scheduled_utc - scheduled) = INTERVAL 4 HOUR AS summer_time,
    coalesce(airports.tz, -4) - (CASE WHEN coalesce(airports.dst, 'N') = 'N' AND summer_time THEN 1 ELSE 0 END)
      AS destination_zone,
    ((sched_arr_time // 100 * 60 + sched_arr_time % 100) - (sched_dep_time // 100 * 60 + sched_dep_time % 100)
      - 60 * (destination_zone + 5) + 2880) % 1440 AS scheduled_duration,
    -- Minutes of the year, for windows.
    date_diff('minute', TIMESTAMP '2013-01-01', scheduled_utc)::INTEGER AS scheduled_minute,
    date_diff('minute', TIMESTAMP '2013-01-01', departed_utc)::INTEGER AS departed_minute,
    airports.lat AS destination_latitude,
    airports.lon AS destination_longitude,
    airports.alt AS destination_altitude
  FROM checked
  LEFT JOIN airports ON airports.faa = checked.dest
),

-- What became known, and when: a departure tells its delay when it leaves, an arrival tells its delay when it lands.
moments AS (
  SELECT
    departed_minute AS moment, id, origin, dest, carrier, flight,
    dep_delay AS departure_delay, NULL::INTEGER AS arrival_delay
  FROM planned
  WHERE dep_time IS NOT NULL
  UNION ALL
  SELECT
    departed_minute + scheduled_duration + arr_delay - dep_delay AS moment, NULL, origin, dest, carrier, flight,
    NULL, arr_delay
  FROM planned
  WHERE arr_delay IS NOT NULL
),

-- Each window ends a minute before the departure, so a flight never sees itself.
history AS (
  SELECT
    id,
    count(departure_delay) OVER origin_1h AS airport_departures_1h,
    avg(departure_delay) OVER origin_1h AS airport_departure_delay_1h,
    max(departure_delay) OVER origin_1h AS airport_worst_departure_delay_1h,
    avg((departure_delay > 15)::INTEGER) OVER origin_1h AS airport_late_share_1h,
    count(departure_delay) OVER origin_3h AS airport_departures_3h,
    avg(departure_delay) OVER origin_3h AS airport_departure_delay_3h,
    avg(arrival_delay) OVER origin_3h AS airport_arrival_delay_3h,
    avg(departure_delay) OVER city_1h AS city_departure_delay_1h,
    avg(arrival_delay) OVER city_3h AS city_arrival_delay_3h,
    avg(departure_delay) OVER carrier_3h AS carrier_departure_delay_3h,
    avg(arrival_delay) OVER carrier_1d AS carrier_arrival_delay_1d,
    avg(arrival_delay) OVER carrier_28d AS carrier_arrival_delay_28d,
    avg(arrival_delay) OVER destination_6h AS destination_arrival_delay_6h,
    avg(arrival_delay) OVER destination_28d AS destination_arrival_delay_28d,
    avg(arrival_delay) OVER route_7d AS route_arrival_delay_7d,
    avg(arrival_delay) OVER route_28d AS route_arrival_delay_28d,
    count(arrival_delay) OVER route_28d AS route_arrivals_28d,
    avg(arrival_delay) OVER flight_28d AS flight_arrival_delay_28d,
    count(arrival_delay) OVER flight_28d AS flight_arrivals_28d
  FROM moments
  WINDOW
    origin_1h AS (PARTITION BY origin ORDER BY moment RANGE BETWEEN 60 PRECEDING AND 1 PRECEDING),
    origin_3h AS (PARTITION BY origin ORDER BY moment RANGE BETWEEN 180 PRECEDING AND 1 PRECEDING),
    city_1h AS (ORDER BY moment RANGE BETWEEN 60 PRECEDING AND 1 PRECEDING),
    city_3h AS (ORDER BY moment RANGE BETWEEN 180 PRECEDING AND 1 PRECEDING),
    carrier_3h AS (PARTITION BY carrier ORDER BY moment RANGE BETWEEN 180 PRECEDING AND 1 PRECEDING),
    carrier_1d AS (PARTITION BY carrier ORDER BY moment RANGE BETWEEN 1440 PRECEDING AND 1 PRECEDING),
    carrier_28d AS (PARTITION BY carrier ORDER BY moment RANGE BETWEEN 28 * 1440 PRECEDING AND 1 PRECEDING),
    destination_6h AS (PARTITION BY dest ORDER BY moment RANGE BETWEEN 360 PRECEDING AND 1 PRECEDING),
    destination_28d AS (PARTITION BY dest ORDER BY moment RANGE BETWEEN 28 * 1440 PRECEDING AND 1 PRECEDING),
    route_7d AS (PARTITION BY origin, dest ORDER BY moment RANGE BETWEEN 7 * 1440 PRECEDING AND 1 PRECEDING),
    route_28d AS (PARTITION BY origin, dest ORDER BY moment RANGE BETWEEN 28 * 1440 PRECEDING AND 1 PRECEDING),
    flight_28d AS (PARTITION BY carrier, flight ORDER BY moment RANGE BETWEEN 28 * 1440 PRECEDING AND 1 PRECEDING)
  QUALIFY id IS NOT NULL
),

-- The plane's earlier departures from New York on the same day.
rotations AS (
  SELECT
    id,
    count(*) OVER today AS plane_departures_today,
    last_value(dep_delay) OVER today AS plane_last_departure_delay,
    (departed_minute - max(departed_minute) OVER today) / 60 AS plane_hours_since_departure
  FROM planned
  WHERE dep_time IS NOT NULL AND tailnum IS NOT NULL
  WINDOW today AS (
    PARTITION BY tailnum, scheduled::DATE ORDER BY departed_minute
    RANGE BETWEEN 1440 PRECEDING AND 1 PRECEDING
  )
),

-- The timetable is published in advance, so it may look ahead.
timetable AS (
  SELECT
    id,
    count(*) OVER (PARTITION BY origin, date_trunc('hour', scheduled)) AS airport_planned_this_hour,
    count(*) OVER (PARTITION BY origin, scheduled::DATE) AS airport_planned_today,
    count(*) OVER (
      PARTITION BY origin ORDER BY scheduled_minute RANGE BETWEEN 60 PRECEDING AND 1 PRECEDING
    ) AS airport_planned_1h_before,
    count(*) OVER (
      PARTITION BY origin ORDER BY scheduled_minute RANGE BETWEEN 1 FOLLOWING AND 60 FOLLOWING
    ) AS airport_planned_1h_after,
    count(*) OVER (PARTITION BY dest, date_trunc('hour', scheduled)) AS destination_planned_this_hour,
    count(*) OVER (PARTITION BY carrier, origin, scheduled::DATE) AS carrier_planned_today
  FROM planned
),

-- Flights of the day that should have left by now and have not.
calls AS (
  SELECT origin, scheduled::DATE AS day, scheduled_minute AS moment, 1 AS waiting, NULL AS id FROM planned
  UNION ALL
  SELECT origin, scheduled::DATE, departed_minute, -1, NULL FROM planned WHERE dep_time IS NOT NULL
  UNION ALL
  SELECT origin, scheduled::DATE, departed_minute, 0, id FROM planned WHERE dep_time IS NOT NULL
),
queues AS (
  SELECT
    id,
    (sum(waiting) OVER (
      PARTITION BY origin, day ORDER BY moment RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ))::INTEGER AS airport_waiting
  FROM calls
  QUALIFY id IS NOT NULL
),

-- An hour's weather counts as known when the hour is over.
observations AS (
  SELECT origin, time_hour + INTERVAL 1 HOUR AS known, * EXCLUDE (origin, time_hour, year, month, day, hour) FROM weather
),

holidays AS (
  SELECT unnest([
    DATE '2013-01-01', DATE '2013-01-21', DATE '2013-02-18', DATE '2013-05-27', DATE '2013-07-04', DATE '2013-09-02',
    DATE '2013-10-14', DATE '2013-11-11', DATE '2013-11-28', DATE '2013-12-25'
  ]) AS holiday
),
calendar AS (
  SELECT
    day,
    (SELECT min(abs(date_diff('day', day, holiday))) FROM holidays) AS days_to_holiday
  FROM (SELECT DISTINCT scheduled::DATE AS day FROM planned)
)

SELECT
  planned.id,
  planned.arr_delay AS arrival_delay,
  planned.scheduled AS scheduled_departure,
  strftime(planned.scheduled, '%Y-%m-%d') AS flight_day,

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
  dayname(planned.scheduled) AS weekday,
  (isodow(planned.scheduled) >= 6)::INTEGER AS weekend,
  monthname(planned.scheduled) AS month,
  sin(2 * pi() * dayofyear(planned.scheduled) / 365) AS season_sin,
  cos(2 * pi() * dayofyear(planned.scheduled) / 365) AS season_cos,
  (calendar.days_to_holiday = 0)::INTEGER AS holiday,
  (calendar.days_to_holiday <= 2)::INTEGER AS near_holiday,
  least(calendar.days_to_holiday, 14) AS days_to_holiday,

  -- route
  planned.origin,
  planned.dest,
  planned.destination_zone,
  planned.destination_latitude,
  planned.destination_longitude,
  planned.destination_altitude,

  -- carrier and plane
  coalesce(trim(regexp_replace(airlines.name, ' (Inc\.|Co\.|Corporation|Airlines Inc\.)$', '')), planned.carrier) AS carrier,
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
  weather.temp AS temperature,
  weather.temp - weather.dewp AS dew_point_spread,
  weather.humid AS humidity,
  weather.wind_speed,
  weather.wind_gust,
  weather.wind_speed * sin(radians(weather.wind_dir)) AS wind_east,
  weather.wind_speed * cos(radians(weather.wind_dir)) AS wind_north,
  weather.precip AS precipitation,
  weather.pressure,
  weather.visib AS visibility,
  (weather.temp <= 34 AND weather.precip > 0)::INTEGER AS freezing_precipitation,

  -- congestion
  timetable.airport_planned_this_hour,
  timetable.airport_planned_today,
  timetable.airport_planned_1h_before,
  timetable.airport_planned_1h_after,
  timetable.destination_planned_this_hour,
  timetable.carrier_planned_today,
  coalesce(queues.airport_waiting, 0) AS airport_waiting,
  history.airport_departures_1h,
  history.airport_departure_delay_1h,
  history.airport_worst_departure_delay_1h,
  history.airport_late_share_1h,
  history.airport_departures_3h,
  history.airport_departure_delay_3h,
  history.city_departure_delay_1h,
  history.carrier_departure_delay_3h,

  -- history
  history.airport_arrival_delay_3h,
  history.city_arrival_delay_3h,
  history.carrier_arrival_delay_1d,
  history.carrier_arrival_delay_28d,
  history.destination_arrival_delay_6h,
  history.destination_arrival_delay_28d,
  history.route_arrival_delay_7d,
  history.route_arrival_delay_28d,
  history.route_arrivals_28d,
  history.flight_arrival_delay_28d,
  history.flight_arrivals_28d,
  coalesce(rotations.plane_departures_today, 0) AS plane_departures_today,
  rotations.plane_last_departure_delay,
  rotations.plane_hours_since_departure

FROM planned
JOIN clean USING (id)
JOIN history USING (id)
JOIN timetable USING (id)
JOIN queues USING (id)
JOIN calendar ON calendar.day = planned.scheduled::DATE
LEFT JOIN rotations USING (id)
LEFT JOIN airlines ON airlines.carrier = planned.carrier
LEFT JOIN planes ON planes.tailnum = planned.tailnum
ASOF LEFT JOIN observations AS weather
  ON weather.origin = planned.origin AND weather.known <= planned.departed_utc
ORDER BY scheduled_departure, id

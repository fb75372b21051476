-- One row per trip, as it was known when the route was set. The meter's distance stands for the routed distance.
-- How long the trip took, what was paid and how are not known then.
-- Assay puts the rows in the order of time, then id.
WITH
trips_known AS (
  SELECT
    id, fare_amount, pickup_datetime, dropoff_datetime, trip_distance, passenger_count, rate_code_id, vendor_id,
    pickup_location_id AS pickup_zone, dropoff_location_id AS dropoff_zone,
    date_diff('minute', TIMESTAMP '2018-01-01', pickup_datetime)::INTEGER AS pickup_minute,
    date_diff('minute', TIMESTAMP '2018-01-01', dropoff_datetime)::INTEGER AS dropoff_minute,
    pickup_datetime::DATE AS day
  FROM clean
),

-- A trip's fare is known on the days after it ended; a day tells the 28 days after it. Cents and hundredths of a mile
-- are whole numbers, so that sums are the same in any order.
ended AS (
  SELECT
    dropoff_minute // 1440 AS day, pickup_zone, dropoff_zone, round(fare_amount * 100)::INTEGER AS cents,
    round(trip_distance * 100)::INTEGER AS hundredths, round(fare_amount / trip_distance * 100)::INTEGER AS cents_per_mile,
    dropoff_minute - pickup_minute AS minutes
  FROM trips_known
),
city_days AS (
  SELECT
    day + ahead AS day, sum(trips)::DOUBLE / 28 AS city_trips_28d, sum(cents) / sum(trips) / 100 AS city_fare_28d,
    sum(cents_per_mile) / sum(trips) / 100 AS city_fare_per_mile_28d, sum(minutes) / nullif(sum(hundredths), 0) * 100 AS city_minutes_per_mile_28d
  FROM (
    SELECT day, count(*) AS trips, sum(cents) AS cents, sum(cents_per_mile) AS cents_per_mile, sum(minutes) AS minutes,
      sum(hundredths) AS hundredths
    FROM ended GROUP BY day
  ), range(1, 29) AS later(ahead)
  GROUP BY day + ahead
),
pickup_days AS (
  SELECT pickup_zone, day + ahead AS day, sum(trips)::DOUBLE AS pickup_trips_28d, sum(cents) / sum(trips) / 100 AS pickup_fare_28d,
    sum(hundredths) / sum(trips) / 100 AS pickup_distance_28d, sum(minutes) / nullif(sum(hundredths), 0) * 100 AS pickup_minutes_per_mile_28d
  FROM (
    SELECT pickup_zone, day, count(*) AS trips, sum(cents) AS cents, sum(hundredths) AS hundredths, sum(minutes) AS minutes
    FROM ended GROUP BY ALL
  ), range(1, 29) AS later(ahead)
  GROUP BY pickup_zone, day + ahead
),
dropoff_days AS (
  SELECT dropoff_zone, day + ahead AS day, sum(trips)::DOUBLE AS dropoff_trips_28d, sum(cents) / sum(trips) / 100 AS dropoff_fare_28d,
    sum(hundredths) / sum(trips) / 100 AS dropoff_distance_28d, sum(minutes) / nullif(sum(hundredths), 0) * 100 AS dropoff_minutes_per_mile_28d
  FROM (
    SELECT dropoff_zone, day, count(*) AS trips, sum(cents) AS cents, sum(hundredths) AS hundredths, sum(minutes) AS minutes
    FROM ended GROUP BY ALL
  ), range(1, 29) AS later(ahead)
  GROUP BY dropoff_zone, day + ahead
),
-- The same two zones on any day before.
pair_days AS (
  SELECT
    pickup_zone, dropoff_zone, day, (sum(trips) OVER before)::DOUBLE AS pair_trips,
    sum(cents) OVER before / nullif(pair_trips, 0) / 100 AS pair_fare,
    sum(hundredths) OVER before / nullif(pair_trips, 0) / 100 AS pair_distance,
    sum(minutes) OVER before / nullif(pair_trips, 0) AS pair_minutes
  FROM (
    SELECT pickup_zone, dropoff_zone, day, sum(trips) AS trips, sum(cents) AS cents, sum(hundredths) AS hundredths, sum(minutes) AS minutes
    FROM (
      SELECT pickup_zone, dropoff_zone, day, 1 AS trips, cents, hundredths, minutes FROM ended
      UNION ALL
      SELECT pickup_zone, dropoff_zone, pickup_minute // 1440, 0, 0, 0, 0 FROM trips_known
    )
    GROUP BY ALL
  )
  WINDOW before AS (
    PARTITION BY pickup_zone, dropoff_zone ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
),
-- Pick-ups of the files in the hours before, whatever became of the trips; an hour tells the three after it.
pickups AS (
  SELECT pickup_location_id AS pickup_zone, date_diff('minute', TIMESTAMP '2018-01-01', pickup_datetime) // 60 AS hour
  FROM checked
  WHERE pickup_datetime IS NOT NULL
),
city_hours AS (
  SELECT hour + ahead AS hour, sum(trips) FILTER (ahead = 1)::DOUBLE AS city_pickups_1h, sum(trips)::DOUBLE AS city_pickups_3h
  FROM (SELECT hour, count(*) AS trips FROM pickups GROUP BY ALL), range(1, 4) AS later(ahead)
  GROUP BY hour + ahead
),
zone_hours AS (
  SELECT pickup_zone, hour + ahead AS hour, sum(trips)::DOUBLE AS zone_pickups_3h
  FROM (SELECT pickup_zone, hour, count(*) AS trips FROM pickups GROUP BY ALL),
    range(1, 4) AS later(ahead)
  GROUP BY pickup_zone, hour + ahead
),
-- Facts about zones, by the TLC's numbers.
zones AS (
  SELECT
    unnest(range(1, 266))::INTEGER AS zone,
    zone IN (1, 132, 138) AS airport,
    zone IN (
      4, 12, 13, 24, 41, 42, 43, 45, 48, 50, 68, 74, 75, 79, 87, 88, 90, 100, 103, 104, 105, 107, 113, 114, 116, 120, 125,
      127, 128, 137, 140, 141, 142, 143, 144, 148, 151, 152, 153, 158, 161, 162, 163, 164, 166, 170, 186, 194, 202, 209,
      211, 224, 229, 230, 231, 232, 233, 234, 236, 237, 238, 239, 243, 244, 246, 249, 261, 262, 263
    ) AS manhattan
),
holidays AS (
  SELECT unnest([
    '2018-01-01', '2018-01-15', '2018-02-19', '2018-05-28', '2018-07-04', '2018-09-03', '2018-10-08', '2018-11-12',
    '2018-11-22', '2018-12-25', '2019-01-01', '2019-01-21', '2019-02-18', '2019-05-27', '2019-07-04', '2019-09-02',
    '2019-10-14', '2019-11-11', '2019-11-28', '2019-12-25', '2020-01-01', '2020-01-20', '2020-02-17', '2020-05-25',
    '2020-07-03', '2020-09-07', '2020-10-12', '2020-11-11', '2020-11-26', '2020-12-25'
  ])::DATE AS holiday
),
calendar AS (
  SELECT day, (SELECT min(abs(date_diff('day', day, holiday))) FROM holidays) AS days_to_holiday
  FROM (SELECT DISTINCT day FROM trips_known)
),
clocked AS (
  SELECT
    trips_known.*, hour(pickup_datetime) + minute(pickup_datetime) / 60 AS pickup_hour, isodow(pickup_datetime) >= 6 AS weekend,
    (NOT weekend AND pickup_hour >= 16 AND pickup_hour < 20) AS rush, (pickup_hour >= 20 OR pickup_hour < 6) AS night
  FROM trips_known
)
SELECT
  trip.id,
  trip.fare_amount,
  trip.pickup_datetime,
  strftime(trip.day, '%Y-%m-%d') AS pickup_day,

  -- trip
  trip.trip_distance,
  ln(trip.trip_distance) AS log_distance,
  sqrt(trip.trip_distance) AS root_distance,
  (trip.trip_distance < 1)::INTEGER AS short_trip,
  (trip.trip_distance > 10)::INTEGER AS long_trip,
  trip.passenger_count,
  (trip.passenger_count IS NULL)::INTEGER AS passengers_unknown,
  coalesce(trip.vendor_id::VARCHAR, 'not known') AS vendor,
  CASE trip.rate_code_id
    WHEN 1 THEN 'standard' WHEN 2 THEN 'JFK' WHEN 3 THEN 'Newark' WHEN 4 THEN 'Nassau or Westchester' WHEN 5 THEN 'negotiated'
    WHEN 6 THEN 'group'
  END AS rate,

  -- time
  trip.pickup_hour,
  sin(2 * pi() * trip.pickup_hour / 24) AS pickup_hour_sin,
  cos(2 * pi() * trip.pickup_hour / 24) AS pickup_hour_cos,
  CASE WHEN trip.pickup_hour < 6 THEN 'night' WHEN trip.pickup_hour < 10 THEN 'morning' WHEN trip.pickup_hour < 16 THEN 'midday'
    WHEN trip.pickup_hour < 20 THEN 'rush hour' ELSE 'evening' END AS day_part,
  trip.night::INTEGER AS night,
  trip.rush::INTEGER AS rush_hour,

  -- calendar
  dayname(trip.pickup_datetime) AS weekday,
  trip.weekend::INTEGER AS weekend,
  monthname(trip.pickup_datetime) AS month,
  sin(2 * pi() * dayofyear(trip.pickup_datetime) / 365) AS season_sin,
  cos(2 * pi() * dayofyear(trip.pickup_datetime) / 365) AS season_cos,
  (calendar.days_to_holiday = 0)::INTEGER AS holiday,
  least(calendar.days_to_holiday, 14)::INTEGER AS days_to_holiday,

  -- route
  trip.pickup_zone::VARCHAR AS pickup_zone,
  trip.dropoff_zone::VARCHAR AS dropoff_zone,
  (trip.pickup_zone = trip.dropoff_zone)::INTEGER AS same_zone,
  pickup.airport::INTEGER AS from_airport,
  dropoff.airport::INTEGER AS to_airport,
  (trip.pickup_zone = 132 OR trip.dropoff_zone = 132)::INTEGER AS kennedy,
  (trip.pickup_zone = 138 OR trip.dropoff_zone = 138)::INTEGER AS la_guardia,
  (trip.dropoff_zone = 1)::INTEGER AS to_newark,
  pickup.manhattan::INTEGER AS from_manhattan,
  dropoff.manhattan::INTEGER AS to_manhattan,
  (pickup.manhattan AND dropoff.manhattan)::INTEGER AS within_manhattan,
  (trip.pickup_zone >= 264 OR trip.dropoff_zone >= 264)::INTEGER AS zone_unknown,
  CASE WHEN pickup.airport OR dropoff.airport THEN 'airport' WHEN pickup.manhattan AND dropoff.manhattan THEN 'within Manhattan'
    WHEN pickup.manhattan OR dropoff.manhattan THEN 'to or from Manhattan' ELSE 'elsewhere' END AS trip_kind,
  trip.trip_distance * trip.night::INTEGER AS distance_at_night,
  trip.trip_distance * trip.rush::INTEGER AS distance_in_rush_hour,

  -- demand
  coalesce(city_hours.city_pickups_1h, 0) AS city_pickups_1h,
  coalesce(city_hours.city_pickups_3h, 0) AS city_pickups_3h,
  coalesce(zone_hours.zone_pickups_3h, 0) AS zone_pickups_3h,

  -- history
  city_days.city_trips_28d,
  city_days.city_fare_28d,
  city_days.city_fare_per_mile_28d,
  city_days.city_minutes_per_mile_28d,
  coalesce(pickup_days.pickup_trips_28d, 0) AS pickup_trips_28d,
  pickup_days.pickup_fare_28d,
  pickup_days.pickup_distance_28d,
  pickup_days.pickup_minutes_per_mile_28d,
  coalesce(dropoff_days.dropoff_trips_28d, 0) AS dropoff_trips_28d,
  dropoff_days.dropoff_fare_28d,
  dropoff_days.dropoff_distance_28d,
  dropoff_days.dropoff_minutes_per_mile_28d,
  coalesce(pair_days.pair_trips, 0) AS pair_trips,
  pair_days.pair_fare,
  pair_days.pair_distance,
  pair_days.pair_minutes,
  trip.trip_distance / nullif(pair_days.pair_distance, 0) AS distance_against_pair

FROM clocked AS trip
LEFT JOIN calendar ON calendar.day = trip.day
LEFT JOIN zones AS pickup ON pickup.zone = trip.pickup_zone
LEFT JOIN zones AS dropoff ON dropoff.zone = trip.dropoff_zone
LEFT JOIN city_hours ON city_hours.hour = trip.pickup_minute // 60
LEFT JOIN zone_hours ON zone_hours.pickup_zone = trip.pickup_zone AND zone_hours.hour = trip.pickup_minute // 60
LEFT JOIN city_days ON city_days.day = trip.pickup_minute // 1440
LEFT JOIN pickup_days ON pickup_days.pickup_zone = trip.pickup_zone AND pickup_days.day = trip.pickup_minute // 1440
LEFT JOIN dropoff_days ON dropoff_days.dropoff_zone = trip.dropoff_zone AND dropoff_days.day = trip.pickup_minute // 1440
LEFT JOIN pair_days ON pair_days.pickup_zone = trip.pickup_zone AND pair_days.dropoff_zone = trip.dropoff_zone
  AND pair_days.day = trip.pickup_minute // 1440

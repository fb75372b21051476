-- Every trip, with the reason why it cannot be learned from; NULL keeps it.
-- The TLC's records have no id: the row number in the files, in order of their names, is the id.
SELECT
  *,
  CASE
    WHEN pickup_datetime IS NULL OR dropoff_datetime IS NULL THEN 'a time is missing'
    WHEN pickup_datetime < TIMESTAMP '2018-01-01' OR pickup_datetime >= TIMESTAMP '2021-01-01' THEN 'outside 2018 to 2020'
    WHEN fare_amount IS NULL OR fare_amount < 2.5 THEN 'fare below 2.50 dollars, the price of getting in'
    WHEN fare_amount > 200 THEN 'fare above 200 dollars'
    WHEN trip_distance IS NULL OR trip_distance < 0.1 THEN 'distance below 0.1 miles'
    WHEN trip_distance > 60 THEN 'distance above 60 miles'
    WHEN dropoff_datetime < pickup_datetime + INTERVAL 1 MINUTE THEN 'shorter than a minute'
    WHEN dropoff_datetime > pickup_datetime + INTERVAL 3 HOUR THEN 'longer than three hours'
  END AS removal_reason
FROM (SELECT (row_number() OVER ())::INTEGER AS id, * FROM trips)

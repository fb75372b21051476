-- Every customer, with the reason why the row cannot be learned from; NULL keeps it.
-- The 11 rows without total charges are customers in their first month (tenure 0): nothing is billed yet, so 0.
SELECT
  * REPLACE (coalesce(total_charges, CASE WHEN tenure = 0 THEN 0 END) AS total_charges),
  CASE
    WHEN churn IS NULL OR churn NOT IN ('Yes', 'No') THEN 'churn is not known'
    WHEN monthly_charges IS NULL OR monthly_charges < 0 THEN 'monthly charges are missing or negative'
    WHEN tenure IS NULL OR tenure < 0 THEN 'tenure is missing or negative'
    WHEN total_charges IS NULL AND tenure > 0 THEN 'total charges are missing after the first month'
  END AS removal_reason
FROM customers

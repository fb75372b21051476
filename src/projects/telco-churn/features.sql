-- One row per customer: the contract and the bill as they stand.
WITH flags AS (
  SELECT
    *,
    (multiple_lines = 'Yes')::INTEGER AS several_lines,
    (internet_service <> 'No')::INTEGER AS has_internet,
    (online_security = 'Yes')::INTEGER AS has_security,
    (online_backup = 'Yes')::INTEGER AS has_backup,
    (device_protection = 'Yes')::INTEGER AS has_protection,
    (tech_support = 'Yes')::INTEGER AS has_support,
    (streaming_tv = 'Yes')::INTEGER AS has_tv,
    (streaming_movies = 'Yes')::INTEGER AS has_movies,
    (payment_method LIKE '%automatic%')::INTEGER AS pays_automatically,
    (contract = 'Month-to-month')::INTEGER AS monthly_contract,
    CASE contract WHEN 'Month-to-month' THEN 1 WHEN 'One year' THEN 12 ELSE 24 END AS contract_months
  FROM clean
),
counts AS (
  SELECT
    *,
    has_security + has_backup + has_protection + has_support AS protective_services,
    has_tv + has_movies AS streaming_services,
    phone_service + several_lines + has_internet + protective_services + streaming_services AS services,
    20 * phone_service + 5 * several_lines + 5 * protective_services + 10 * streaming_services
      + CASE internet_service WHEN 'Fiber optic' THEN 50 WHEN 'DSL' THEN 25 ELSE 0 END AS usual_charges
  FROM flags
)
SELECT
  id,
  churn,

  -- customer
  CASE WHEN female = 1 THEN 'female' ELSE 'male' END AS gender,
  CASE WHEN senior_citizen = 1 THEN 'senior' ELSE 'not senior' END AS senior,
  partner,
  dependents,
  CASE
    WHEN partner = 1 AND dependents = 1 THEN 'partner and dependents' WHEN partner = 1 THEN 'partner'
    WHEN dependents = 1 THEN 'dependents' ELSE 'alone'
  END AS household,

  -- tenure
  tenure,
  CASE
    WHEN tenure <= 6 THEN '0 to 6 months' WHEN tenure <= 12 THEN '07 to 12 months'
    WHEN tenure <= 24 THEN '13 to 24 months' WHEN tenure <= 48 THEN '25 to 48 months' ELSE '49 months and more'
  END AS tenure_band,
  ln(1 + tenure) AS log_tenure,
  (tenure <= 3)::INTEGER AS first_quarter,
  tenure % contract_months AS months_into_contract,
  contract_months - tenure % contract_months AS months_to_renewal,

  -- contract
  contract,
  contract_months,
  paperless_billing,
  payment_method,
  pays_automatically,
  monthly_contract * (1 - pays_automatically) AS monthly_without_automatic_payment,
  monthly_contract * (tenure <= 12)::INTEGER AS monthly_in_first_year,
  monthly_contract * (internet_service = 'Fiber optic')::INTEGER AS monthly_with_fiber,
  monthly_contract * (1 - has_support) * has_internet AS monthly_without_support,
  (payment_method = 'Electronic check')::INTEGER * paperless_billing AS electronic_and_paperless,
  contract || ', ' || lower(internet_service) AS contract_and_internet,

  -- services
  phone_service,
  multiple_lines,
  internet_service,
  online_security,
  online_backup,
  device_protection,
  tech_support,
  streaming_tv,
  streaming_movies,
  protective_services,
  streaming_services,
  services,
  has_internet - (protective_services > 0)::INTEGER * has_internet AS internet_unprotected,
  (streaming_services = 2 AND protective_services = 0)::INTEGER AS streams_unprotected,
  has_internet * phone_service AS phone_and_internet,

  -- charges
  monthly_charges,
  total_charges,
  ln(1 + total_charges) AS log_total_charges,
  total_charges / greatest(tenure, 1) AS mean_monthly_charges,
  monthly_charges - total_charges / greatest(tenure, 1) AS charge_change,
  CASE WHEN tenure = 0 OR total_charges = 0 THEN 1 ELSE monthly_charges * tenure / total_charges END AS charge_ratio,
  monthly_charges / services AS charges_per_service,
  monthly_charges / (1 + tenure) AS charges_per_tenure,
  monthly_charges * contract_months AS committed_charges,
  monthly_charges - usual_charges AS charges_above_usual
FROM counts

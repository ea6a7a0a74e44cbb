WITH revenue AS (
    SELECT l_suppkey, sum(l_extendedprice * (1 - l_discount)) AS total_revenue
    FROM lineitem
    WHERE l_shipdate >= DATE '1996-01-01'
      AND l_shipdate < DATE '1996-04-01'
    GROUP BY l_suppkey
)
-- The revenue is computed once: a sum of doubles may differ in its last bit the second time.
SELECT s_suppkey, s_name, s_address, s_phone, total_revenue
FROM (SELECT *, max(total_revenue) OVER () AS best FROM revenue)
JOIN supplier ON s_suppkey = l_suppkey
WHERE total_revenue = best
ORDER BY s_suppkey

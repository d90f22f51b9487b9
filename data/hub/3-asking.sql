-- The one way into another commune: what the slip proves finds one row, and opens it at the desk.
-- Nobody guesses 32 bytes, so nothing is counted here. It touches the shard of that commune alone.

CREATE FUNCTION hub_ask(asked text, shown bytea) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT sealed FROM hub_status WHERE commune = asked AND proof = shown LIMIT 1
$$;
REVOKE ALL ON FUNCTION hub_ask(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hub_ask(text, bytea) TO hub_desk;

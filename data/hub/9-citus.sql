-- Only where the engine is Citus: each commune on one shard, all its tables together.
SELECT create_distributed_table('hub_stream', 'commune');
SELECT create_distributed_table('hub_event', 'commune', colocate_with => 'hub_stream');
SELECT create_distributed_table('hub_claim', 'commune', colocate_with => 'hub_stream');
SELECT create_distributed_table('hub_key', 'commune', colocate_with => 'hub_stream');
SELECT create_distributed_table('hub_blob', 'commune', colocate_with => 'hub_stream');
SELECT create_distributed_table('hub_member', 'commune', colocate_with => 'hub_stream');
SELECT create_distributed_table('hub_meta', 'commune', colocate_with => 'hub_stream');
SELECT create_distributed_table('hub_reply', 'commune', colocate_with => 'hub_stream');
SELECT create_distributed_table('hub_status', 'commune', colocate_with => 'hub_stream');

"""Read a GeoParquet file with pyarrow, DuckDB and GeoPandas, and say as JSON what each of them sees.

usage: geoparquet.py EVENTS.parquet
"""
import json
import sys

import duckdb
import geopandas
import pyarrow.parquet

path = sys.argv[1]
frame = geopandas.read_parquet(path)
table = pyarrow.parquet.read_table(path)
engine = duckdb.sql(
    f"select count(*), count(geometry), sum(killed_min), sum(len(sources)), min(date_start)::varchar, count(distinct sources[1].document) from '{path}'"
).fetchall()[0]
rows = table.drop_columns(["geometry"]).to_pylist()
for row, point in zip(rows, frame.geometry):
    row["point"] = None if point is None else [point.x, point.y]
print(json.dumps({
    "crs": frame.crs.to_string(),
    "geo": json.loads(table.schema.metadata[b"geo"]),
    "types": {field.name: str(field.type) for field in table.schema},
    "duckdb": engine,
    "rows": rows,
}, default=str, ensure_ascii=False))

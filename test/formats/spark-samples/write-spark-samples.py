"""Wrote the files beside it with Apache Spark: python write-spark-samples.py <directory> <spark-avro.jar>. Needs pyspark and a JDK."""
import datetime, decimal, glob, os, shutil, sys
from pyspark.sql import SparkSession
from pyspark.sql import types as T

out, avro = sys.argv[1:]
builder = SparkSession.builder.master("local[1]")
for key, value in {"spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.jars": avro}.items():
    builder = builder.config(key, value)
spark = builder.getOrCreate()

field = T.StructField
schema = T.StructType([
    field("id", T.IntegerType()), field("flag", T.BooleanType()), field("tiny", T.ByteType()), field("small", T.ShortType()), field("big", T.LongType()),
    field("f", T.FloatType()), field("d", T.DoubleType()), field("dec", T.DecimalType(10, 2)), field("wide", T.DecimalType(38, 10)), field("text", T.StringType()),
    field("bin", T.BinaryType()), field("day", T.DateType()), field("at", T.TimestampType()), field("list", T.ArrayType(T.IntegerType())),
    field("map", T.MapType(T.StringType(), T.LongType())), field("tuple", T.StructType([field("a", T.IntegerType()), field("b", T.ArrayType(T.StringType()))])),
])
number = decimal.Decimal
at = lambda *parts: datetime.datetime(*parts, tzinfo=datetime.timezone.utc)
rows = [
    (1, True, 127, 32767, 2**63 - 1, 1.5, -0.1, number("12345678.90"), number("1234567890123456789012345678.0123456789"), "plain", b"\x00\xff", datetime.date(2024, 2, 29), at(2024, 2, 29, 12, 34, 56, 789012), [1, None, 3], {"k": 1}, (1, ["x", None])),
    (2, False, -128, -32768, -(2**63), 0.25, 1e300, number("-0.01"), number("-1"), 'quote " comma , back\\slash', b"", datetime.date(1970, 1, 1), at(1969, 12, 30, 1, 2, 3, 500000), [], {}, (None, None)),
    (3,) + (None,) * 15,
    (4, True, 0, 0, 0, 0.0, 0.0, number("0"), number("0"), "line\nend \u00e9\u4f60\U0001f600", b"abc", datetime.date(1600, 10, 15), at(1900, 1, 1), [7], {"\u00e9": None}, (3, [])),
]
frame = spark.createDataFrame(rows, schema)
flat = frame.drop("bin", "list", "map", "tuple")


def write(name, frame, format, **options):
    """One file, without Spark's own name and what it writes beside it."""
    target = os.path.join(out, "spark")
    frame.coalesce(1).write.format(format).options(**options).save(target)
    [part] = glob.glob(os.path.join(target, "part-*"))
    shutil.move(part, os.path.join(out, name))
    shutil.rmtree(target)


write("int96.parquet", frame, "parquet")
spark.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
write("micros.parquet", frame, "parquet", compression="gzip")
spark.conf.set("spark.sql.parquet.writeLegacyFormat", "true")
write("legacy.parquet", frame, "parquet", compression="zstd")
write("snappy.orc", frame, "orc", compression="snappy")
write("zlib.orc", frame, "orc", compression="zlib")
write("snappy.avro", frame, "avro", compression="snappy")
write("deflate.avro", frame, "avro", compression="deflate")
write("escaped.csv", flat, "csv", header=True)
write("doubled.csv", flat, "csv", escape='"', quoteAll=True, nullValue="\\N")
write("tabs.csv", flat.where("id <> 4"), "csv", sep="\t", quote="", nullValue="\\N")
write("packed.csv.gz", flat, "csv", compression="gzip")
write("lines.json", frame, "json")
write("nulls.json.bz2", frame, "json", compression="bzip2", ignoreNullFields=False)
spark.stop()

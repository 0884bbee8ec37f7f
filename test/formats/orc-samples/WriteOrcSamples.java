import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.Random;
import java.util.TimeZone;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.ql.exec.vector.*;
import org.apache.hadoop.hive.serde2.io.HiveDecimalWritable;
import org.apache.orc.*;

/**
 * Writes the ORC files beside this one into the directory given, with Apache ORC for Java: org.apache.orc:orc-core:2.0.2 with
 * org.apache.hadoop:hadoop-client-runtime, org.apache.hive:hive-storage-api and com.google.protobuf:protobuf-java.
 */
public class WriteOrcSamples {
  static final int ROWS = 700;

  public static void main(String[] arguments) throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    String directory = arguments[0];
    for (CompressionKind codec : new CompressionKind[] {CompressionKind.NONE, CompressionKind.SNAPPY, CompressionKind.LZO, CompressionKind.LZ4, CompressionKind.ZSTD})
      write(directory + "/java." + codec.name().toLowerCase() + ".orc", codec, OrcFile.Version.V_0_12, false);
    write(directory + "/java.hive-0.11.orc", CompressionKind.ZLIB, OrcFile.Version.V_0_11, false);
    write(directory + "/java.version-2.orc", CompressionKind.ZLIB, OrcFile.Version.UNSTABLE_PRE_2_0, true);
    write(directory + "/java.proleptic.orc", CompressionKind.ZLIB, OrcFile.Version.V_0_12, true);
  }

  static void write(String path, CompressionKind codec, OrcFile.Version version, boolean proleptic) throws Exception {
    TypeDescription schema = TypeDescription.fromString(
        "struct<i:int,l:bigint,s:string,c:char(6),v:varchar(4),d:decimal(12,3),w:decimal(30,5),day:date,ts:timestamp,ti:timestamp with local time zone,b:boolean,a:array<int>,m:map<string,bigint>>");
    Configuration configuration = new Configuration();
    OrcFile.WriterOptions options = OrcFile.writerOptions(configuration).setSchema(schema).compress(codec).version(version)
        .stripeSize(20000).bufferSize(4096).rowIndexStride(1000).setProlepticGregorian(proleptic).overwrite(true);
    try (Writer writer = OrcFile.createWriter(new Path(path), options)) {
      VectorizedRowBatch batch = schema.createRowBatch(500);
      Random random = new Random(3);
      for (int row = 0; row < ROWS; row++) {
        int at = batch.size++;
        long outlier = row % 97 == 0 ? 1L << 40 : 0;
        ((LongColumnVector) batch.cols[0]).vector[at] = row - 1000;
        ((LongColumnVector) batch.cols[1]).vector[at] = random.nextInt(50) + outlier;
        text(batch.cols[2], at, "text " + row % 70);
        text(batch.cols[3], at, "c" + row % 10);
        text(batch.cols[4], at, "v" + row % 100);
        ((DecimalColumnVector) batch.cols[5]).set(at, new HiveDecimalWritable(HiveDecimal.create(row - 1500 + ".25")));
        ((DecimalColumnVector) batch.cols[6]).set(at, new HiveDecimalWritable(HiveDecimal.create("-1234567890123456789012345.5").add(HiveDecimal.create(row))));
        DateColumnVector days = (DateColumnVector) batch.cols[7];
        days.changeCalendar(true, false);
        // From 1499 on, so that both calendars and the days in between occur.
        days.vector[at] = -171_700 + row * 150L;
        TimestampColumnVector times = (TimestampColumnVector) batch.cols[8];
        times.set(at, Timestamp.valueOf(row % 2 == 0 ? "2024-07-0" + (1 + row % 9) + " 12:30:15.123456789" : "1955-01-0" + (1 + row % 9) + " 00:00:00.5"));
        TimestampColumnVector instants = (TimestampColumnVector) batch.cols[9];
        instants.set(at, new Timestamp(1_700_000_000_000L + row * 1000L));
        ((LongColumnVector) batch.cols[10]).vector[at] = row % 3 == 0 ? 1 : 0;
        ListColumnVector list = (ListColumnVector) batch.cols[11];
        list.offsets[at] = list.childCount;
        list.lengths[at] = row % 4;
        list.childCount += row % 4;
        list.child.ensureSize(list.childCount, true);
        for (int item = 0; item < row % 4; item++) ((LongColumnVector) list.child).vector[(int) list.offsets[at] + item] = item * row;
        MapColumnVector map = (MapColumnVector) batch.cols[12];
        map.offsets[at] = map.childCount;
        map.lengths[at] = row % 2;
        map.childCount += row % 2;
        map.keys.ensureSize(map.childCount, true);
        map.values.ensureSize(map.childCount, true);
        if (row % 2 == 1) {
          text(map.keys, (int) map.offsets[at], "k");
          ((LongColumnVector) map.values).vector[(int) map.offsets[at]] = row;
        }
        if (row % 11 == 10)
          for (ColumnVector column : batch.cols) {
            column.noNulls = false;
            column.isNull[at] = true;
          }
        if (batch.size == batch.getMaxSize()) {
          writer.addRowBatch(batch);
          batch.reset();
        }
      }
      if (batch.size > 0) writer.addRowBatch(batch);
    }
  }

  static void text(ColumnVector column, int at, String value) {
    ((BytesColumnVector) column).setVal(at, value.getBytes(StandardCharsets.UTF_8));
  }
}

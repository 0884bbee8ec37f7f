<?php
// PDO with mysqlnd: emulated and real prepared statements, unbuffered results, local files, TLS.

$passed = 0;
$failed = 0;

function check(string $name, callable $run): void
{
    global $passed, $failed;
    try {
        $run();
        $passed++;
    } catch (Throwable $error) {
        $failed++;
        fwrite(STDERR, "FAILED $name: {$error->getMessage()} at line {$error->getLine()}\n");
    }
}

function equal(mixed $actual, mixed $expected): void
{
    if ($actual !== $expected) {
        throw new Exception('got ' . var_export($actual, true) . ', expected ' . var_export($expected, true));
    }
}

function connect(array $options = []): PDO
{
    $dsn = sprintf('mysql:host=%s;port=%s;dbname=default;charset=utf8mb4', getenv('STAGEWIRE_HOST'), getenv('STAGEWIRE_PORT'));
    $options += [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::MYSQL_ATTR_LOCAL_INFILE => true];
    return new PDO($dsn, getenv('STAGEWIRE_USER'), getenv('STAGEWIRE_PASSWORD'), $options);
}

foreach ([true, false] as $emulated) {
    $label = $emulated ? 'emulated' : 'prepared';
    $pdo = connect([PDO::ATTR_EMULATE_PREPARES => $emulated]);
    check("$label values", function () use ($pdo) {
        $statement = $pdo->prepare("SELECT ? AS a, ? AS b, CAST(1.50 AS DECIMAL(10,2)) AS price, NULL AS nothing");
        $statement->execute(["it's", 'naïve 🎈']);
        equal($statement->fetchAll(PDO::FETCH_ASSOC), [['a' => "it's", 'b' => 'naïve 🎈', 'price' => '1.50', 'nothing' => null]]);
    });
    check("$label integers", function () use ($pdo) {
        $statement = $pdo->prepare('SELECT :n AS n');
        foreach ([1, 2, 3] as $n) {
            $statement->bindValue('n', $n, PDO::PARAM_INT);
            $statement->execute();
            equal((int) $statement->fetchColumn(), $n);
            $statement->closeCursor();
        }
    });
    check("$label stages", function () use ($pdo, $label) {
        $pdo->exec("CREATE OR REPLACE STAGE php_$label");
        equal($pdo->query("LIST @php_$label")->fetchAll(), []);
        $pdo->exec("DROP STAGE php_$label");
    });
}
check('local file', function () {
    $pdo = connect();
    $pdo->exec('CREATE OR REPLACE STAGE php_files');
    $pdo->exec("LOAD DATA LOCAL INFILE '" . getenv('STAGEWIRE_FILE') . "' INTO STAGE php_files");
    equal($pdo->query('LIST @php_files')->fetchAll(PDO::FETCH_COLUMN), ['books.csv']);
    $pdo->exec('DROP STAGE php_files');
});
foreach ([true, false] as $emulated) {
    check($emulated ? 'PUT' : 'PUT, prepared', function () use ($emulated) {
        $pdo = connect([PDO::ATTR_EMULATE_PREPARES => $emulated]);
        $pdo->exec('CREATE OR REPLACE STAGE php_files');
        $statement = $pdo->prepare("PUT 'file://" . getenv('STAGEWIRE_FILE') . "' @php_files");
        $statement->execute();
        equal($statement->rowCount(), 1);
        $statement->closeCursor();
        equal($pdo->query('LIST @php_files')->fetchAll(PDO::FETCH_COLUMN), ['books.csv']);
        $pdo->exec('DROP STAGE php_files');
    });
}
check('unbuffered', function () {
    $pdo = connect([PDO::MYSQL_ATTR_USE_BUFFERED_QUERY => false]);
    $rows = 0;
    foreach ($pdo->query('SELECT number FROM numbers(100000)') as $row) {
        $rows++;
    }
    equal($rows, 100000);
});
check('transaction', function () {
    $pdo = connect();
    $pdo->beginTransaction();
    equal($pdo->inTransaction(), true);
    $pdo->commit();
});
check('errors', function () {
    try {
        connect()->query('LIST @no_such_stage');
    } catch (PDOException $error) {
        equal($error->errorInfo[1], 1105);
        return;
    }
    throw new Exception('succeeded');
});
check('TLS', function () {
    $pdo = connect([PDO::MYSQL_ATTR_SSL_CA => '/dev/null', PDO::MYSQL_ATTR_SSL_VERIFY_SERVER_CERT => false]);
    $row = $pdo->query("SHOW STATUS LIKE 'Ssl_version'")->fetch(PDO::FETCH_NUM);
    equal(str_starts_with($row[1], 'TLSv1'), true);
});
echo "$passed passed, $failed failed\n";
exit($failed > 0 ? 1 : 0);

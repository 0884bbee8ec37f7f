// go-sql-driver/mysql: both protocols, interpolation, TLS, local files, contexts that end.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/go-sql-driver/mysql"
)

var passed, failed int

func check(name string, run func() error) {
	if err := run(); err != nil {
		failed++
		fmt.Fprintf(os.Stderr, "FAILED %s: %v\n", name, err)
		return
	}
	passed++
}

func open(change func(*mysql.Config)) *sql.DB {
	config := mysql.NewConfig()
	config.User, config.Passwd = os.Getenv("STAGEWIRE_USER"), os.Getenv("STAGEWIRE_PASSWORD")
	config.Net, config.Addr = "tcp", os.Getenv("STAGEWIRE_HOST")+":"+os.Getenv("STAGEWIRE_PORT")
	config.ParseTime = true
	if change != nil {
		change(config)
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		panic(err)
	}
	return sql.OpenDB(connector)
}

func values(db *sql.DB) error {
	var one int64
	var big uint64
	var price, text string
	var nothing sql.NullString
	var moment time.Time
	row := db.QueryRow("SELECT 1, 18446744073709551615, CAST(1.50 AS DECIMAL(10,2)), 'naïve 🎈', NULL, CAST('2024-02-29 12:34:56.789012' AS DATETIME)")
	if err := row.Scan(&one, &big, &price, &text, &nothing, &moment); err != nil {
		return err
	}
	if one != 1 || big != 18446744073709551615 || price != "1.50" || text != "naïve 🎈" || nothing.Valid || moment.Nanosecond() != 789012000 {
		return fmt.Errorf("got %v %v %v %v %v %v", one, big, price, text, nothing, moment)
	}
	return nil
}

func parameters(db *sql.DB) error {
	statement, err := db.Prepare("SELECT ?, ?, CAST(? AS DATETIME)")
	if err != nil {
		return err
	}
	defer statement.Close()
	for n := int64(0); n < 5; n++ {
		var number int64
		var text string
		var moment time.Time
		want := time.Date(2024, 1, 2, 3, 4, 5, 6000, time.UTC)
		if err := statement.QueryRow(n, "it's", want).Scan(&number, &text, &moment); err != nil {
			return err
		}
		if number != n || text != "it's" || !moment.Equal(want) {
			return fmt.Errorf("got %v %q %v", number, text, moment)
		}
	}
	return nil
}

func manyRows(db *sql.DB) error {
	rows, err := db.Query("SELECT number FROM numbers(200000)")
	if err != nil {
		return err
	}
	defer rows.Close()
	count := 0
	for rows.Next() {
		var n uint64
		if err := rows.Scan(&n); err != nil {
			return err
		}
		count++
	}
	if count != 200000 {
		return fmt.Errorf("%d rows", count)
	}
	return rows.Err()
}

func stages(db *sql.DB) error {
	if _, err := db.Exec("CREATE OR REPLACE STAGE go_files"); err != nil {
		return err
	}
	file := os.Getenv("STAGEWIRE_FILE")
	mysql.RegisterLocalFile(file)
	rows, err := db.Query("PUT 'file://" + file + "' @go_files")
	if err != nil {
		return err
	}
	rows.Close()
	var name string
	if err := db.QueryRow("SELECT name FROM list_stage(location => '@go_files')").Scan(&name); err != nil {
		return err
	}
	if name != "books.csv" {
		return fmt.Errorf("staged as %q", name)
	}
	_, err = db.Exec("DROP STAGE go_files")
	return err
}

func transaction(db *sql.DB) error {
	tx, err := db.BeginTx(context.Background(), &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return err
	}
	if _, err := tx.Exec("SELECT 1"); err != nil {
		return err
	}
	return tx.Commit()
}

func cancelled(db *sql.DB) error {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	if _, err := db.ExecContext(ctx, "SELECT sleep(30)"); err == nil {
		return errors.New("was not cancelled")
	}
	return db.Ping()
}

func failure(db *sql.DB) error {
	_, err := db.Exec("LIST @no_such_stage")
	var known *mysql.MySQLError
	if !errors.As(err, &known) || known.Number != 1105 {
		return fmt.Errorf("got %v", err)
	}
	return db.Ping()
}

func main() {
	plain := open(nil)
	check("values", func() error { return values(plain) })
	check("parameters", func() error { return parameters(plain) })
	check("many rows", func() error { return manyRows(plain) })
	check("stages", func() error { return stages(plain) })
	check("transaction", func() error { return transaction(plain) })
	check("cancelled", func() error { return cancelled(plain) })
	check("failure", func() error { return failure(plain) })
	interpolating := open(func(config *mysql.Config) { config.InterpolateParams = true })
	check("interpolated parameters", func() error {
		var text string
		if err := interpolating.QueryRow("SELECT ?", `it's "q" \`).Scan(&text); err != nil || text != `it's "q" \` {
			return fmt.Errorf("got %q, %v", text, err)
		}
		return nil
	})
	secure := open(func(config *mysql.Config) { config.TLSConfig = "skip-verify" })
	check("TLS", func() error {
		var name, value string
		if err := secure.QueryRow("SHOW STATUS LIKE 'Ssl_version'").Scan(&name, &value); err != nil || value == "" {
			return fmt.Errorf("got %q, %v", value, err)
		}
		return values(secure)
	})
	compressed := open(func(config *mysql.Config) { _ = config.Apply(mysql.EnableCompression(true)) })
	check("compression", func() error { return manyRows(compressed) })
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}

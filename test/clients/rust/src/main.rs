//! sqlx: prepared statements only, column types from the wire, streams, transactions, TLS.
use futures_util::TryStreamExt;
use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions, MySqlSslMode};
use sqlx::types::{chrono, BigDecimal};
use sqlx::{Column, Connection, Executor, Row, TypeInfo};
use std::env;

type Checked = Result<(), Box<dyn std::error::Error>>;

fn options() -> MySqlConnectOptions {
    MySqlConnectOptions::new()
        .host(&env::var("STAGEWIRE_HOST").unwrap())
        .port(env::var("STAGEWIRE_PORT").unwrap().parse().unwrap())
        .username(&env::var("STAGEWIRE_USER").unwrap())
        .password(&env::var("STAGEWIRE_PASSWORD").unwrap())
        .database("default")
}

fn ensure(what: &str, holds: bool) -> Checked {
    if holds { Ok(()) } else { Err(what.into()) }
}

async fn values(pool: &sqlx::MySqlPool) -> Checked {
    let row = sqlx::query("SELECT CAST(1 AS INT), CAST(1.50 AS DECIMAL(10,2)), CAST(0.1 AS DOUBLE), 'naïve 🎈', CAST('2024-02-29' AS DATE), CAST(NULL AS CHAR)")
        .fetch_one(pool)
        .await?;
    ensure("integer", row.try_get::<i32, _>(0)? == 1)?;
    ensure("decimal", row.try_get::<BigDecimal, _>(1)? == "1.50".parse::<BigDecimal>()?)?;
    ensure("double", row.try_get::<f64, _>(2)? == 0.1)?;
    ensure("text", row.try_get::<String, _>(3)? == "naïve 🎈")?;
    ensure("date", row.try_get::<chrono::NaiveDate, _>(4)? == chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap())?;
    ensure("null", row.try_get::<Option<String>, _>(5)?.is_none())
}

async fn parameters(pool: &sqlx::MySqlPool) -> Checked {
    for n in 0..5i64 {
        let (number, text): (i64, String) = sqlx::query_as("SELECT CAST(? AS SIGNED), ?").bind(n).bind("it's").fetch_one(pool).await?;
        ensure("parameters", number == n && text == "it's")?;
    }
    let name: String = sqlx::query_scalar("SELECT name FROM system.stages WHERE name = ?").bind("clients").fetch_one(pool).await?;
    ensure("stage", name == "clients")
}

async fn described(pool: &sqlx::MySqlPool) -> Checked {
    let description = pool.describe("SELECT name, created_on FROM system.stages WHERE name = ?").await?;
    let columns: Vec<_> = description.columns().iter().map(|column| format!("{}:{}", column.name(), column.type_info().name())).collect();
    ensure(&format!("description {columns:?}"), columns == ["name:VARCHAR", "created_on:DATETIME"])
}

async fn streamed(pool: &sqlx::MySqlPool) -> Checked {
    let mut rows = sqlx::query("SELECT number FROM numbers(100000)").fetch(pool);
    let mut count = 0;
    while rows.try_next().await?.is_some() {
        count += 1;
    }
    ensure("rows", count == 100_000)
}

async fn stages(pool: &sqlx::MySqlPool) -> Checked {
    pool.execute("CREATE OR REPLACE STAGE rust_stage").await?;
    ensure("no files", sqlx::query("LIST @rust_stage").fetch_all(pool).await?.is_empty())?;
    pool.execute("DROP STAGE rust_stage").await?;
    let mut transaction = pool.begin().await?;
    sqlx::query("SELECT 1").execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(())
}

async fn encrypted() -> Checked {
    let mut connection = sqlx::MySqlConnection::connect_with(&options().ssl_mode(MySqlSslMode::Required)).await?;
    let row = sqlx::query("SHOW STATUS LIKE 'Ssl_version'").fetch_one(&mut connection).await?;
    ensure("TLS", row.try_get::<String, _>(1)?.starts_with("TLSv1"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let pool = MySqlPoolOptions::new().max_connections(4).connect_with(options().ssl_mode(MySqlSslMode::Disabled)).await.expect("no connection");
    let results = [
        ("values", values(&pool).await),
        ("parameters", parameters(&pool).await),
        ("described", described(&pool).await),
        ("streamed", streamed(&pool).await),
        ("stages", stages(&pool).await),
        ("encrypted", encrypted().await),
    ];
    let mut failed = 0;
    for (name, result) in &results {
        if let Err(error) = result {
            failed += 1;
            eprintln!("FAILED {name}: {error}");
        }
    }
    println!("{} passed, {failed} failed", results.len() - failed);
    std::process::exit(i32::from(failed > 0));
}

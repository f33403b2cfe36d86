//! The examples that the standards print.
//!
//! The token of RFC 9449 §7.1 is signed by a key that nobody published, so an authenticator of the
//! test's own says what it is bound to.

use std::time::{Duration, SystemTime};

use actix_web::App;
use auth_runtime::dpop::DPoP;
use auth_runtime::{Auth, AuthenticationError, Authenticator, BearerToken, Identity, Verification};

use crate::app::{Answer, TestApp, start};
use crate::proofs::{assert_error, assert_no_proof};
use crate::prover::{sha256, thumbprint};
use crate::site::presenting;

/// RFC 9449 §7.1, figure 12: the proof and the token.
const PROOF: &str = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";
const TOKEN: &str = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
/// §6.1, figure 9.
const KEY: &str = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
/// The `iat` of the proof.
const THEN: u64 = 1_562_262_618;

struct Published {
    key: &'static str,
    /// Whether it has to ask somebody.
    later: bool,
}

impl Authenticator for Published {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let answer = if token.as_str() == TOKEN {
            Ok(Identity::new("alice").with_key_thumbprint(self.key))
        } else {
            Err(AuthenticationError::rejected("another"))
        };
        if self.later {
            Verification::later(async { answer })
        } else {
            Verification::now(answer)
        }
    }
}

#[actix_web::get("/protectedresource")]
#[auth_runtime::require_auth(scheme = "DPoP")]
async fn protected(who: Identity) -> String {
    who.subject().to_owned()
}

async fn app(now: u64) -> TestApp {
    let key = KEY;
    app_with(Published { key, later: false }, now).await
}

async fn app_with(published: Published, now: u64) -> TestApp {
    let auth = Auth::builder()
        .bearer_with(published)
        .dpop(DPoP::at("https://resource.example.org"))
        .clock(move || SystemTime::UNIX_EPOCH + Duration::from_secs(now))
        .only_modules([module_path!()])
        .build()
        .unwrap();
    start(App::new().app_data(auth).service(protected)).await
}

async fn present(app: &TestApp, token: &str) -> Answer {
    presenting("/protectedresource", token)
        .header("dpop", PROOF)
        .send(app)
        .await
}

#[actix_web::test]
async fn the_request_of_rfc_9449_comes_in_once() {
    let app = app(THEN).await;
    assert_eq!(present(&app, TOKEN).await.text(), "alice");
    assert_eq!(present(&app, TOKEN).await.status.as_u16(), 401, "a replay");
}

#[actix_web::test]
async fn the_request_of_rfc_9449_is_of_its_time() {
    for (now, is_good) in [(THEN - 6, false), (THEN + 60, true), (THEN + 61, false)] {
        let answer = present(&app(now).await, TOKEN).await;
        assert_eq!(answer.status.is_success(), is_good, "{now}");
    }
}

/// Somebody else knows what the token is worth, as with introspection.
#[actix_web::test]
async fn a_token_that_is_judged_later_is_judged_alike() {
    let later = true;
    let app = app_with(Published { key: KEY, later }, THEN).await;
    assert_eq!(present(&app, TOKEN).await.text(), "alice");
    assert_no_proof(&present(&app, TOKEN).await);
    let key = "another-key-another-key-another-key-another";
    let app = app_with(Published { key, later }, THEN).await;
    assert_error(&present(&app, TOKEN).await, "invalid_token");
}

/// Against the test's own computation, so that the other tests' proofs are what the RFC says.
#[test]
fn hash_and_thumbprint_of_rfc_9449_agree() {
    assert_eq!(sha256(TOKEN), "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    let key = serde_json::json!({
        "kty": "EC",
        "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
        "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        "crv": "P-256"
    });
    assert_eq!(thumbprint(&key), KEY);
}

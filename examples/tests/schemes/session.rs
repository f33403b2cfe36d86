//! Session.

use actix_web::cookie::Cookie;
use actix_web::http::header::{ACCEPT, COOKIE, LOCATION, SET_COOKIE};
use actix_web::test::TestRequest;

use crate::challenges;
use crate::client::{TestShop, request, send};

async fn sign_in(shop: &TestShop, form: &str) -> (String, Option<Cookie<'static>>) {
    let answer = shop.ask(send("/sign-in", form)).await;
    assert_eq!(answer.status, 303);
    let there = answer.headers.get(LOCATION).unwrap().to_str().unwrap();
    let cookie = answer.headers.get(SET_COOKIE);
    let cookie = cookie.map(|it| Cookie::parse(it.to_str().unwrap().to_owned()).unwrap());
    (there.to_owned(), cookie)
}

fn with_cookie(method: &str, path: &str, cookie: &Cookie<'_>) -> TestRequest {
    let cookie = (COOKIE, cookie.stripped().to_string());
    request(method, path, None, "").insert_header(cookie)
}

const SIGN_IN: &str = "user=alice&password=alice-demo";

#[actix_web::test]
async fn a_browser_is_led_to_the_sign_in_page_and_back() {
    let shop = TestShop::open().await;
    let page = TestRequest::with_uri("/account?from=mail").insert_header((ACCEPT, "text/html"));
    let answer = shop.ask(page).await;
    assert_eq!(answer.status, 303);
    let there = answer.headers.get(LOCATION).unwrap().to_str().unwrap();
    assert_eq!(there, "/sign-in?return_to=/account%3Ffrom%3Dmail");
    let form = shop.ask(TestRequest::with_uri(there)).await;
    let form = form.body.as_str().unwrap().to_owned();
    assert!(form.contains("value=\"/account?from=mail\""), "{form}");

    let answer = format!("{SIGN_IN}&return_to=/account%3Ffrom%3Dmail");
    let (back, cookie) = sign_in(&shop, &answer).await;
    assert_eq!(back, "/account?from=mail");
    let answer = shop.ask(with_cookie("GET", &back, &cookie.unwrap())).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.as_str().unwrap().contains("signed in as alice"));
}

#[actix_web::test]
async fn a_program_without_a_session_is_told_so() {
    let shop = TestShop::open().await;
    let answer = shop.ask(TestRequest::with_uri("/account")).await;
    assert_eq!(answer.status, 401);
    assert_eq!(challenges(&answer.headers), ["Session realm=\"bookshop\""]);
}

#[actix_web::test]
async fn the_way_back_stays_in_the_shop() {
    let shop = TestShop::open().await;
    for elsewhere in [
        "https://evil.example",
        "//evil.example",
        "/%5Cevil.example",
        "",
    ] {
        let form = format!("{SIGN_IN}&return_to={elsewhere}");
        assert_eq!(sign_in(&shop, &form).await.0, "/account", "{elsewhere}");
    }
    let marked = "/sign-in?return_to=%22%3E%3Cscript%3E";
    let page = shop.ask(TestRequest::with_uri(marked)).await;
    assert!(!page.body.as_str().unwrap().contains("script"));
}

#[actix_web::test]
async fn a_wrong_password_signs_nobody_in() {
    let shop = TestShop::open().await;
    for form in ["user=alice&password=guess", "user=mallory&password=guess"] {
        let answer = shop.ask(send("/sign-in", form)).await;
        assert_eq!(answer.status, 422);
        assert!(!answer.headers.contains_key(SET_COOKIE));
    }
}

#[actix_web::test]
async fn signing_out_takes_a_request_of_the_shops_own() {
    let shop = TestShop::open().await;
    let (_, cookie) = sign_in(&shop, SIGN_IN).await;
    let cookie = cookie.unwrap();
    assert!(cookie.http_only().unwrap_or_default());
    let page = shop.ask(with_cookie("GET", "/account", &cookie)).await;
    let page = page.body.as_str().unwrap();
    let (_, token) = page.split_once("name=\"csrf-token\" content=\"").unwrap();
    let (token, _) = token.split_once('"').unwrap();

    let sign_out = || with_cookie("POST", "/sign-out", &cookie);
    for (field, status) in [
        (("x-other", ""), 403),
        (("x-csrf-token", "guess"), 403),
        (("origin", "https://evil.example"), 403),
        (("sec-fetch-site", "cross-site"), 403),
        (("x-csrf-token", token), 303),
    ] {
        let answer = shop.ask(sign_out().insert_header(field)).await;
        assert_eq!(answer.status, status, "{field:?}");
    }
    // Not even a copy of the cookie is good afterwards.
    let answer = shop.ask(with_cookie("GET", "/account", &cookie)).await;
    assert_eq!(answer.status, 401);
}

#[actix_web::test]
async fn the_form_of_the_shop_signs_out() {
    let shop = TestShop::open().await;
    let (_, cookie) = sign_in(&shop, SIGN_IN).await;
    let sign_out = with_cookie("POST", "/sign-out", &cookie.unwrap());
    let sign_out = sign_out.insert_header(("sec-fetch-site", "same-origin"));
    let answer = shop.ask(sign_out).await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.headers.get(LOCATION).unwrap(), "/sign-in");
}

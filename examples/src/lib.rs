#![doc = include_str!("../README.md")]

mod account;
mod admin;
mod auth;
mod books;
mod branches;
mod error;
mod orders;
mod pages;
mod partners;
pub mod prover;
mod reports;
mod shop;
mod store;
mod till;
mod users;
mod wallet;
pub mod welcome;

pub use shop::Shop;

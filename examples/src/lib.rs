#![doc = include_str!("../README.md")]

mod admin;
mod books;
mod error;
mod orders;
mod pages;
mod shop;
mod store;
mod users;
pub mod welcome;

pub use shop::Shop;

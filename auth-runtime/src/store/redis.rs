//! A store that several machines share: Redis or Valkey.

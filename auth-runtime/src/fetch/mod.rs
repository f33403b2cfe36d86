//! Documents from other servers: key sets, discovery, introspection.

//! Whom we trust to be who they say: the machine's certificate authorities.

use std::sync::{Arc, OnceLock};

use rustls::{ClientConfig, RootCertStore};

#[cfg(feature = "aws_lc_rs")]
use rustls::crypto::aws_lc_rs::default_provider;
#[cfg(not(feature = "aws_lc_rs"))]
use rustls::crypto::ring::default_provider;

const NO_ROOTS: &str = "this machine has no certificate authorities to check it with: install `ca-certificates`, or \
     name a file of them in `SSL_CERT_FILE`";

/// The configuration of all connections, read once.
///
/// The provider is named, because the process-wide default panics in a build that has two.
pub(super) fn config() -> Result<Arc<ClientConfig>, &'static str> {
    static CONFIG: OnceLock<Result<Arc<ClientConfig>, &'static str>> = OnceLock::new();
    CONFIG.get_or_init(load).clone()
}

fn load() -> Result<Arc<ClientConfig>, &'static str> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(NO_ROOTS);
    }
    let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| "its TLS backend offers no version of TLS")?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

"""The certificates of the line to the hub: an authority of its own, who it answers for, who is let
in (X.509, RFC 5280; ECDSA on P-256, which every TLS library of an office reads)."""

import hashlib
import ipaddress
import re
from datetime import datetime, timedelta

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from lienthong_tui.problems import Problem

AUTHORITY_LASTS = timedelta(days=3652)
LASTS = timedelta(days=825)
"""Of a server's or a desk's certificate."""
_EARLIER = timedelta(days=1)  # so that a clock that is behind does not refuse it
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


class Pair(msgspec.Struct, frozen=True):
    """A certificate and its private key, both PEM."""

    certificate: str
    key: str

    def __repr__(self) -> str:
        return "Pair(…)"


def new_key() -> str:
    """A private key (PEM, PKCS #8)."""
    return _key_text(ec.generate_private_key(ec.SECP256R1()))


def locked_key(key: str, password: str) -> str:
    """The same key under a password: the form in which it may lie in a file."""
    return (
        _key_of(key)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(password.encode()),
        )
        .decode()
    )


def name_in(wanted: str) -> str | None:
    """What a certificate request (PEM) calls itself; None for no request."""
    try:
        subject = x509.load_pem_x509_csr(wanted.encode()).subject
    except ValueError:
        return None
    names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else None


def unlocked_key(locked: str, password: str) -> str:
    """The key that `locked_key` has locked."""
    key = serialization.load_pem_private_key(locked.encode(), password.encode())
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("a key of this program is one of P-256")
    return _key_text(key)


def request(key: str, name: str) -> str:
    """A certificate request (PEM) for the bearer of `key`."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(_called(name))
    signed = builder.sign(_key_of(key), hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM).decode()


def new_authority(name: str, now: datetime) -> Pair:
    """An authority that signs for one hub, and for nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    built = (
        _begun(name, _called(name), key.public_key(), now, AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Pair(_text(built), _key_text(key))


def of_server(authority: Pair, hosts: list[str], now: datetime) -> Pair:
    """The pair of a server that is reached under these names or addresses.

    Errors: Problem("host-unusable") with `host`.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([_host(host) for host in hosts])
    certificate = _issued(
        authority, hosts[0], key.public_key(), ExtendedKeyUsageOID.SERVER_AUTH, now, names
    )
    return Pair(certificate, _key_text(key))


def of_client(authority: Pair, wanted: str, role: str, now: datetime) -> str:
    """A certificate (PEM) by which the bearer of the key of a request comes in as `role`, whatever
    the request calls itself.

    Errors: Problem("card-unreadable") for no sound request.
    """
    try:
        read = x509.load_pem_x509_csr(wanted.encode())
        sound = read.is_signature_valid
        public = read.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Problem("card-unreadable") from None
    if not sound or not isinstance(public, ec.EllipticCurvePublicKey):
        raise Problem("card-unreadable")
    return _issued(authority, role, public, ExtendedKeyUsageOID.CLIENT_AUTH, now, None)


def is_of(certificate: str, key: str) -> bool:
    """Whether a certificate (PEM) is for the bearer of this key (PEM)."""
    try:
        public = x509.load_pem_x509_certificate(certificate.encode()).public_key()
        return public == _key_of(key).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def key_mark(certificate: str) -> str:
    """What tells whose key a certificate (PEM) is for: the SHA-256, in hex, of the public key as
    SubjectPublicKeyInfo (RFC 5280 §4.1)."""
    public = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    told = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(told).hexdigest()


def ends(certificate: str) -> datetime:
    """Until when it is good."""
    return x509.load_pem_x509_certificate(certificate.encode()).not_valid_after_utc


def _issued(
    authority: Pair,
    name: str,
    public: ec.EllipticCurvePublicKey,
    use: x509.ObjectIdentifier,
    now: datetime,
    names: x509.SubjectAlternativeName | None,
) -> str:
    issuer = x509.load_pem_x509_certificate(authority.certificate.encode())
    builder = (
        _begun(name, issuer.subject, public, now, LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([use]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()),  # type: ignore[arg-type]
            critical=False,
        )
    )
    if names is not None:
        builder = builder.add_extension(names, critical=False)
    return _text(builder.sign(_key_of(authority.key), hashes.SHA256()))


def _begun(
    name: str,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    now: datetime,
    lasts: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_called(name))
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + lasts)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        if _HOST.fullmatch(host) is None:
            raise Problem("host-unusable", host=host) from None
        return x509.DNSName(host)


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _key_of(text: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(text.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("a key of this program is one of P-256")
    return key


def _key_text(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def _text(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()

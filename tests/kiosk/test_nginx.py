"""What docs/kiosk.md puts before the served kiosk, nginx with TLS, as it is written there."""

import asyncio
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from lienthong_tui.kiosk_serving import KioskServer

from .sample import Hall

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
DOCS = Path(__file__).parents[2] / "docs" / "kiosk.md"
HOST = "kiosk.xa.example"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(NGINX is None, reason="no nginx here: nobody tried the documented set-up"),
]


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    hall = Hall(tmp_path)
    hall.now = datetime.now(UTC)
    return hall


def certificate(place: Path, name: str) -> None:
    """A key and a certificate of its own, which are also their own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (place / f"{name}.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (place / f"{name}.key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configuration(place: Path, front: int, behind: int) -> Path:
    """The block of the document, with the paths and ports of this test."""
    (block,) = re.findall(r"```nginx\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    for written, here in (
        ("listen 443 ssl", f"listen 127.0.0.1:{front} ssl"),
        ("/etc/ssl/kiosk.pem", f"{place}/{HOST}.pem"),
        ("/etc/ssl/kiosk.key", f"{place}/{HOST}.key"),
        ("/etc/ssl/office-ca.pem", f"{place}/thin.example.pem"),
        ("127.0.0.1:8443", f"127.0.0.1:{behind}"),
    ):
        assert written in block
        block = block.replace(written, here)
    own = " ".join(
        f"{kind}_temp_path {place}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = place / "nginx.conf"
    path.write_text(
        f"daemon off; pid {place}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {own}\n{block}}}\n"
    )
    return path


@asynccontextmanager
async def behind_nginx(hall: Hall) -> AsyncIterator[tuple[str, ssl.SSLContext, ssl.SSLContext]]:
    """The address in front, a client with the office's certificate, and one without."""
    place = hall.place / "nginx"
    place.mkdir()
    for name in (HOST, "thin.example"):
        certificate(place, name)
    front, behind = free_port(), free_port()
    address = f"https://{HOST}:{front}"
    server = KioskServer(hall.place / "kiosk", address, "vi")
    runner = web.AppRunner(server.application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", behind).start()
    command = [str(NGINX), "-p", str(place), "-c", str(configuration(place, front, behind))]
    nginx = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for _ in range(100):
        assert nginx.poll() is None, nginx.communicate()[1]
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", front)) == 0:
                break
        await asyncio.sleep(0.05)
    plain = ssl.create_default_context(cafile=str(place / f"{HOST}.pem"))
    known = ssl.create_default_context(cafile=str(place / f"{HOST}.pem"))
    known.load_cert_chain(place / "thin.example.pem", place / "thin.example.key")
    yield address, known, plain
    nginx.terminate()
    nginx.communicate(timeout=10)
    await runner.cleanup()


class _Here(aiohttp.abc.AbstractResolver):
    """Every name is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[aiohttp.abc.ResolveResult]:
        return [
            {"hostname": host, "host": "127.0.0.1", "port": port, "family": family,
             "proto": 0, "flags": 0}
        ]  # fmt: skip

    async def close(self) -> None:
        pass


@pytest.mark.asyncio
async def test_the_documented_set_up_serves_the_kiosk_and_refuses_the_rest(hall: Hall) -> None:
    async with (
        behind_nginx(hall) as (address, known, plain),
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=_Here())) as session,
    ):
        async with session.get(address, ssl=known) as answer:
            assert answer.status == 200
            assert f"wss://{HOST}" in await answer.text()
        async with session.get(address, ssl=plain) as answer:
            assert answer.status == 400, "without the office's certificate"
        for origin in ("https://evil.example", f"http://{HOST}"):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(f"{address}/ws", headers={"Origin": origin}, ssl=known)
            assert refused.value.status == 403
        own = {"Origin": address}
        async with session.ws_connect(f"{address}/ws", headers=own, ssl=known) as socket_:
            told = b""
            while "Khai việc gì".encode() not in told:
                message = await socket_.receive(timeout=20)
                assert message.type is aiohttp.WSMsgType.BINARY
                told += message.data

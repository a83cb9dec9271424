"""A small TCP proxy between client and server that lets requests through and loses the answers."""

import asyncio


class ForgetfulProxy:
    """Waits until the server has answered, which it does after its commit, and then hangs up without a word."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.forgotten = 0
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> "ForgetfulProxy":
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_error: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind, ahead = await asyncio.open_connection("127.0.0.1", self.port)
        asking = asyncio.create_task(self._forward(reader, ahead))
        if await behind.read(12):  # HTTP/1.1 303: the answer is there
            self.forgotten += 1
        asking.cancel()
        for end in (ahead, writer):
            end.close()

    @staticmethod
    async def _forward(reader: asyncio.StreamReader, ahead: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65536):
            ahead.write(chunk)
            await ahead.drain()

"""The same steps with a pointer or with the keyboard alone."""

from collections.abc import Callable
from typing import TypeAlias

from playwright.async_api import FilePayload, Page

MOST_TABS = 400


class Pointer:
    """Clicks and types as a mouse or a finger does."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def fill(self, field: str, text: str) -> None:
        await self.page.fill(field, text)

    async def check(self, choice: str) -> None:
        await self.page.check(choice)

    async def give(self, field: str, file: FilePayload) -> None:
        await self.page.set_input_files(field, file)

    async def press(self, button: str) -> None:
        await self.page.locator(button).first.click()


class Keyboard(Pointer):
    """Reaches everything from where the focus is, with Tab, and never clicks."""

    async def reach(self, element: str) -> None:
        for _ in range(MOST_TABS):
            if await self._has_focus(element):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: Tab never comes to {element}")

    async def _has_focus(self, element: str) -> bool:
        """Whether the focus is there; among radio buttons, on any of the same name, as Tab goes."""
        return bool(
            await self.page.locator(element).first.evaluate(
                """wanted => {
                    const here = document.activeElement;
                    return here === wanted ||
                        (wanted.type === 'radio' && here.type === 'radio' && here.name === wanted.name);
                }"""
            )
        )

    async def fill(self, field: str, text: str) -> None:
        await self.reach(field)
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.insert_text(text)

    async def check(self, choice: str) -> None:
        await self.reach(choice)
        wanted = self.page.locator(choice).first
        for _ in range(MOST_TABS):
            if await wanted.is_checked():
                return
            radio = await wanted.get_attribute("type") == "radio"
            await self.page.keyboard.press("ArrowDown" if radio else "Space")
        raise AssertionError(f"{self.page.url}: the keyboard can't choose {choice}")

    async def give(self, field: str, file: FilePayload) -> None:
        await self.reach(field)
        async with self.page.expect_file_chooser() as opened:
            await self.page.keyboard.press("Enter")
        await (await opened.value).set_files(file)

    async def press(self, button: str) -> None:
        await self.reach(button)
        await self.page.keyboard.press("Enter")


Hand: TypeAlias = Callable[[Page], Pointer]

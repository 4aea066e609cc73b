"""Text fields that the database holds only sealed: AES-GCM, bound to the row by its `uid`."""

import base64
import hashlib
import hmac
import os
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

NONCE_LENGTH = 12


class Sealed(str):
    """A value as the database holds it; opened only when somebody reads the attribute."""


def seal(text: str, binding: str) -> str:
    """The text encrypted; it opens only with the same binding. Empty text stays empty."""
    if not text:
        return ""
    nonce = os.urandom(NONCE_LENGTH)
    box = AESGCM(bytes.fromhex(settings.FIELD_KEY)).encrypt(nonce, text.encode(), binding.encode())
    return base64.b64encode(nonce + box).decode()


def unseal(sealed: str, binding: str) -> str:
    """The text again. Raises cryptography's InvalidTag where key or binding differ."""
    if not sealed:
        return ""
    raw = base64.b64decode(sealed)
    key = AESGCM(bytes.fromhex(settings.FIELD_KEY))
    return key.decrypt(raw[:NONCE_LENGTH], raw[NONCE_LENGTH:], binding.encode()).decode()


def lookup_digest(text: str) -> str:
    """What is stored beside a sealed value to find it again: a keyed hash, the same for the same text."""
    return hmac.new(bytes.fromhex(settings.LOOKUP_KEY), text.encode(), hashlib.sha256).hexdigest()


class SealedAttribute(DeferredAttribute):
    """Opens the value at its first reading; a list that never reads it never decrypts."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        value = instance.__dict__.get(self.field.attname, ...)
        if value is ...:
            value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = unseal(value, self.field.binding(instance))
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """A TextField sealed at rest. Its model has a `uid` that never changes."""

    descriptor_class = SealedAttribute

    def binding(self, instance: models.Model) -> str:
        return self.binding_of(instance.uid)  # type: ignore[attr-defined]

    def binding_of(self, uid: UUID) -> str:
        """What ties a value to the row with this `uid`."""
        return f"{self.model._meta.db_table}.{self.column}.{uid}"

    def from_db_value(self, value: str | None, *_: object) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(seal(value, self.binding(model_instance)))

    def get_prep_value(self, value: Any) -> Any:
        if value and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is sealed: look it up by its digest, write it through the model")
        return super().get_prep_value(value)


def seal_bytes(content: bytes, binding: str) -> bytes:
    """A whole file encrypted; it opens only with the same binding."""
    nonce = os.urandom(NONCE_LENGTH)
    return nonce + AESGCM(bytes.fromhex(settings.FIELD_KEY)).encrypt(nonce, content, binding.encode())


def unseal_bytes(sealed: bytes, binding: str) -> bytes:
    """The file again. Raises cryptography's InvalidTag where key or binding differ."""
    key = AESGCM(bytes.fromhex(settings.FIELD_KEY))
    return key.decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], binding.encode())

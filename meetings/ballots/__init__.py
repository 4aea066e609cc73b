"""The ballot box: secret votes on the phone, sealed until the close and tied to no voter after it."""

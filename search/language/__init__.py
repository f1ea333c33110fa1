"""Korean and English as search reads them. Pure: no database, no settings."""

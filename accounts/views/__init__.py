"""The pages about oneself. All are personal: accounts.middleware.PersonalMiddleware keeps them out of every cache."""
